// Writes the tables of docs/guides/conformance.md from the cases; the rest of the guide stays as it is.
// `node --conditions=@governance-agent/source tools/conformance-table.ts`
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { ALL_GROUPS } from '../conformance/cases/all-cases.ts';
import { markdownCases } from '../conformance/report/markdown.ts';

const file = path.join(import.meta.dirname, '../docs/guides/conformance.md');
const MARK = '## All cases\n';

const guide = readFileSync(file, 'utf8');
const at = guide.indexOf(MARK);
if (at === -1) throw new Error(`${file} has no heading "All cases" to write the tables below`);
const text = `${guide.slice(0, at)}${MARK}\n${markdownCases(ALL_GROUPS)}`;
writeFileSync(file, await format(text, { ...(await resolveConfig(file)), parser: 'markdown' }));
