// The guide and the table of settings say the same.
import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SETTING_NAMES, SETTINGS } from '../../src/config/setting-definitions.ts';

const guide = readFileSync(path.join(import.meta.dirname, '../../../../docs/guides/settings.md'), 'utf8');
const rows = guide
  .split('\n')
  .filter((line) => /^\| `[A-Z_]+`/.test(line))
  .map((line) => line.split(' | ').map((cell) => cell.replace(/[`|]/g, '').trim()));

it('lists every setting with its default and meaning', () => {
  expect(rows).toEqual(SETTING_NAMES.map((name) => [name, SETTINGS[name].fallback, SETTINGS[name].meaning]));
});
