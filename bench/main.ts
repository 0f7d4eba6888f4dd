// `pnpm bench [name …] [--option …]`: runs the named benchmarks, or all of them, each in a process of its own.
// `pnpm bench report` runs them with the sizes of the report, and writes it.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fromSources } from '@governance-agent/testkit';

const root = import.meta.dirname;
const present = readdirSync(root).filter((name) => existsSync(path.join(root, name, 'main.ts')));
// It runs the others.
const all = present.filter((name) => name !== 'report');
const given = process.argv.slice(2);
const firstOption = given.findIndex((argument) => argument.startsWith('--'));
const wanted = firstOption < 0 ? given : given.slice(0, firstOption);
const options = firstOption < 0 ? [] : given.slice(firstOption);
const unknown = wanted.filter((name) => !present.includes(name));

if (unknown.length > 0) {
  console.error(`no such benchmark: ${unknown.join(', ')}; there are: ${present.join(', ')}`);
  process.exitCode = 2;
} else {
  for (const name of wanted.length > 0 ? wanted : all) {
    const args = [...fromSources(path.join(root, name, 'main.ts')), ...options];
    const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
    if (status !== 0) process.exitCode = 1;
  }
}
