// Compiles the agent where dist is not what the present sources give: `start`, `demo` and `agent` run what it leaves.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** Another folder is for tests. */
const root = process.argv[2] ?? path.join(import.meta.dirname, '..');
const projects = projectsOf('packages/agent/src');
/** Compilers and compiler options decide as well; which version it is says package.json. */
const SOURCES = [
  'package.json',
  'tsconfig.base.json',
  ...projects.map((folder) => `${folder}/**/*.{ts,json}`),
];
const OUTPUTS = projects.map((folder) => `${path.dirname(folder)}/dist/**/*.js`);
/** Beside what it is about, so that it goes when dist goes. */
const RECORD = path.join(root, 'packages/agent/dist/.compiled');

if (!isFresh()) compile();

/** By content: a file that was put back keeps its old date, and a damaged output is no reason for a compiler to write. */
function isFresh(): boolean {
  return existsSync(RECORD) && readFileSync(RECORD, 'utf8') === digest([...SOURCES, ...OUTPUTS]);
}

function compile(): void {
  console.error('compiling the agent …');
  rmSync(RECORD, { force: true });
  const before = digest(SOURCES);
  const tsc = createRequire(import.meta.url).resolve('@typescript/native/package.json');
  const args = [path.join(path.dirname(tsc), 'bin/tsc'), '-b', '--force', 'packages/agent/src'];
  // stdout belongs to the command that follows: `start --json` prints one object there.
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 2, 2] });
  if (status !== 0) {
    console.error('The agent does not compile: see above. Nothing was started.');
    process.exitCode = 2;
  } else if (digest(SOURCES) === before) writeFileSync(RECORD, digest([...SOURCES, ...OUTPUTS]));
}

/** With all that it refers to. */
function projectsOf(folder: string, seen: readonly string[] = []): string[] {
  if (seen.includes(folder)) return [...seen];
  const { references = [] } = JSON.parse(readFileSync(path.join(root, folder, 'tsconfig.json'), 'utf8')) as {
    references?: { path: string }[];
  };
  return references.reduce<string[]>(
    (known, reference) => projectsOf(path.posix.join(folder, reference.path), known),
    [...seen, folder],
  );
}

function digest(patterns: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of globSync(patterns, { cwd: root }).sort())
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(root, file)))
      .update('\0');
  return hash.digest('hex');
}
