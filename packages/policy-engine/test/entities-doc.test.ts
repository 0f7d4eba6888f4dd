// The table in docs/formats/entities.md lists what the registry lists.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ENTITIES } from '../src/index.ts';

const file = path.join(import.meta.dirname, '../../../docs/formats/entities.md');
const rows = Array.from(
  readFileSync(file, 'utf8').matchAll(/^\| `\[([A-Z][A-Z0-9_]*)\]`\s*\| (.*?)\s*\|/gm),
  ([, name = '', title = '']) => `${name}: ${title}`,
);

describe('docs/formats/entities.md', () => {
  test('has one row for each entity of the registry', () => {
    expect(rows.sort()).toEqual(ENTITIES.map(({ name, title }) => `${name}: ${title}`).sort());
  });

  test('names of entities are unique', () => {
    expect(new Set(ENTITIES.map(({ name }) => name)).size).toBe(ENTITIES.length);
  });
});
