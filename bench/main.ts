// `pnpm bench [name …]`: runs the named benchmarks, or all of them, each in a process of its own.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

const root = import.meta.dirname;
const all = readdirSync(root).filter((name) => existsSync(path.join(root, name, 'main.ts')));
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !all.includes(name));

if (unknown.length > 0) {
  console.error(`no such benchmark: ${unknown.join(', ')}; there are: ${all.join(', ')}`);
  process.exitCode = 2;
} else {
  const flags = ['--disable-warning=ExperimentalWarning', '--conditions=@governance-agent/source'];
  for (const name of wanted.length > 0 ? wanted : all) {
    const { status } = spawnSync(process.execPath, [...flags, path.join(root, name, 'main.ts')], {
      stdio: 'inherit',
    });
    if (status !== 0) process.exitCode = 1;
  }
}
