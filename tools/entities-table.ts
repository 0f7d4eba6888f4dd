// Writes docs/formats/entities.md from the registry; with --check it only tells whether the file is current.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { ENTITIES, type Entity, type EntityGroup } from '../packages/policy-engine/src/index.ts';

const file = path.join(import.meta.dirname, '../docs/formats/entities.md');

const groups: Readonly<Record<EntityGroup, string>> = {
  personal: 'Personal, worldwide',
  indonesia: 'Indonesia',
  national: 'Other countries',
  network: 'Network',
  secret: 'Secrets',
};

const row = ({ name, title, found }: Entity): string => `| \`[${name}]\` | ${title} | ${found} |`;

const section = (group: EntityGroup, title: string): string =>
  [`## ${title}`, '', '| mask | what it stands for | found by |', '|---|---|---|']
    .concat(ENTITIES.filter((entity) => entity.group === group).map(row))
    .join('\n');

const isGroup = (key: string): key is EntityGroup => Object.hasOwn(groups, key);

const text = [
  '# Entities',
  '',
  `The ${ENTITIES.length} kinds of personal data and secrets that the masker knows. This file is written by \`node tools/entities-table.ts\` from the registry of \`@governance-agent/policy-engine\`; change it there.`,
  '',
  'A key word is a word such as `nik`, `rekening` or `phone` before the value, in the same text or as its JSON key.',
  '',
  ...Object.keys(groups)
    .filter(isGroup)
    .map((group) => `${section(group, groups[group])}\n`),
].join('\n');

const wanted = await format(text, { ...(await resolveConfig(file)), parser: 'markdown' });
const isCurrent = (): boolean => {
  try {
    return readFileSync(file, 'utf8') === wanted;
  } catch {
    return false;
  }
};

if (!process.argv.includes('--check')) writeFileSync(file, wanted);
else if (!isCurrent()) {
  console.error('docs/formats/entities.md is out of date: run `pnpm exec node tools/entities-table.ts`');
  process.exitCode = 1;
}
