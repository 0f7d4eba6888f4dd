// What `start`, `demo` and `agent` run is what the present sources give, whatever dates and outputs say.
import { afterEach, beforeEach, expect, it, test } from '@jest/globals';
import { temporaryDirectory } from '@governance-agent/testkit';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const repository = path.join(import.meta.dirname, '../..');
const SOURCE = 'packages/agent/src/main.ts';
const OUTPUT = 'packages/agent/dist/main.js';

let folder: Awaited<ReturnType<typeof temporaryDirectory>>;
const at = (file: string): string => path.join(folder.path, file);
const write = (file: string, text: string): void => writeFileSync(at(file), text);

beforeEach(async () => {
  folder = await temporaryDirectory();
  mkdirSync(at('packages/agent/src'), { recursive: true });
  cpSync(path.join(repository, 'tsconfig.base.json'), at('tsconfig.base.json'));
  const compilerOptions = {
    ...{ rootDir: '.', outDir: '../dist', tsBuildInfoFile: '../dist/.tsbuildinfo', types: [] },
  };
  write('package.json', '{"type":"module"}');
  write(
    'packages/agent/src/tsconfig.json',
    JSON.stringify({ extends: '../../../tsconfig.base.json', compilerOptions, include: ['**/*.ts'] }),
  );
  write(SOURCE, 'export const answer: number = 1;\n');
  expect(compile()).toMatchObject({ status: 0, stdout: '', stderr: expect.stringContaining('compiling') });
});
afterEach(() => folder.remove());

function compile(): ReturnType<typeof spawnSync> {
  const script = path.join(repository, 'tools/compile.ts');
  return spawnSync(process.execPath, [script, folder.path], { encoding: 'utf8' });
}

it('says and writes nothing where nothing has changed', () => {
  const before = statSync(at(OUTPUT)).mtimeMs;
  expect(compile()).toMatchObject({ status: 0, stdout: '', stderr: '' });
  expect(statSync(at(OUTPUT)).mtimeMs).toBe(before);
});

test.each([
  [
    'a source that is older than what was made of it',
    () => {
      write(SOURCE, 'export const answer: number = 2;\n');
      utimesSync(at(SOURCE), 0, 0);
    },
    'answer = 2',
  ],
  ['an output that was cut', () => write(OUTPUT, ''), 'answer = 1'],
  ['an output that is gone', () => rmSync(at(OUTPUT)), 'answer = 1'],
  ['an output of other sources', () => write(OUTPUT, 'export const answer = 3;\n'), 'answer = 1'],
])('compiles anew because of %s', (_, change, expected) => {
  change();
  expect(compile()).toMatchObject({ status: 0, stdout: '' });
  expect(readFileSync(at(OUTPUT), 'utf8')).toContain(expected);
});

it('refuses sources that do not compile, every time, and keeps standard output clean', () => {
  write(SOURCE, "export const answer: number = 'one';\n");
  for (let time = 0; time < 2; time += 1)
    expect(compile()).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringMatching(/main\.ts.*TS2322/),
    });
});

it('does not mind what is left of a source that was deleted', () => {
  write('packages/agent/src/gone.ts', 'export const gone = true;\n');
  compile();
  rmSync(at('packages/agent/src/gone.ts'));
  expect(compile()).toMatchObject({ status: 0 });
  expect(compile()).toMatchObject({ status: 0, stderr: '' });
});
