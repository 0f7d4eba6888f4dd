// The agent as `pnpm agent` runs it, so that what is measured is what users run.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');

/** Compiles it where its sources have changed. @returns what Node is given: flags, then the program */
export function agentProgram(): readonly string[] {
  execFileSync(process.execPath, [path.join(root, 'tools/compile.ts')], { stdio: ['ignore', 2, 2] });
  const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    scripts: Readonly<Record<'agent', string>>;
  };
  const [, flags = '', main] = / && node (.*)(packages\/agent\/dist\/main\.js)$/.exec(scripts.agent) ?? [];
  if (main === undefined) throw new Error('The script `agent` runs something else: see package.json.');
  return [...flags.split(' ').filter((flag) => flag !== ''), path.join(root, main)];
}
