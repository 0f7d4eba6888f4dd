// The guide lists the cases that there are.
import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ALL_GROUPS } from '../cases/all-cases.ts';
import { markdownCases } from '../report/markdown.ts';

const guide = readFileSync(path.join(import.meta.dirname, '../../docs/guides/conformance.md'), 'utf8');

/** Without what the formatter adds: blanks around cells, dashes of different length. */
const plain = (text: string): string[] =>
  text
    .split('\n')
    .map((line) =>
      line
        .replace(/ *\| */g, '|')
        .replace(/-{3,}/g, '---')
        .trim(),
    )
    .filter((line) => line !== '');

test('the tables of the guide are those of the cases (tools/conformance-table.ts writes them)', () => {
  const tables = guide.slice(guide.indexOf('## All cases\n') + '## All cases\n'.length);
  expect(plain(tables)).toEqual(plain(markdownCases(ALL_GROUPS)));
});

test('no id is used twice, and each has its form', () => {
  const ids = ALL_GROUPS.flatMap(({ cases }) => cases.map(({ id }) => id));
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => !/^OTLP-HTTP-\d{3}$/.test(id))).toEqual([]);
});
