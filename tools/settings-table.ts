// Writes the table of docs/guides/settings.md from the list of settings; the rest of the guide stays as it is.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { SETTING_NAMES, SETTINGS } from '../packages/agent/src/config/setting-definitions.ts';

const file = path.join(import.meta.dirname, '../docs/guides/settings.md');

const code = (text: string): string => (text === 'none' ? text : `\`${text}\``);
const rows = SETTING_NAMES.map((name) => {
  const { fallback, meaning } = SETTINGS[name];
  const words = fallback.includes(' ') ? fallback : code(fallback);
  return `| \`${name}\` | ${words} | ${meaning} |`;
});

const guide = readFileSync(file, 'utf8');
const table = ['| name | default | meaning |', '|---|---|---|', ...rows, ''].join('\n');
const text = guide.replace(/\| name +\| default[^]*?\n(?=\n)/, () => table);
writeFileSync(file, await format(text, { ...(await resolveConfig(file)), parser: 'markdown' }));
