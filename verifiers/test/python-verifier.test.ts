// The Python verifier, run in a CPython of WebAssembly: its own tests pass, and it judges the corpus as expected.
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from '@jest/globals';

interface Finding {
  readonly seq: number;
  readonly kind: string;
}

/** What a verifier says of a bundle; `usage` where the keys or notes handed to it cannot be used. */
interface Verdict {
  readonly verdict: string;
  readonly findings?: readonly Finding[];
  readonly [field: string]: unknown;
}

interface Case {
  readonly name: string;
  readonly file: string;
  readonly keys: readonly string[];
  readonly checkpoints: readonly string[];
  readonly expected: Verdict;
}

interface Answer {
  readonly tests: { readonly run: number; readonly failed: readonly string[] };
  readonly results: readonly (Verdict | { readonly usage: string })[];
}

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const corpus = JSON.parse(await readFile(here('../corpus/cases.json'), 'utf8')) as {
  readonly cases: readonly Case[];
};

/** Asks the Python verifier about every case. A process of its own: WebAssembly cannot be unloaded from this one. */
const runPython = async (cases: readonly Case[]): Promise<Answer> => {
  const child = spawn(process.execPath, [here('pyodide/run-python.mjs')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const jobs = cases.map(({ file, keys, checkpoints }) => ({
    bundle: `verifiers/corpus/${file}`,
    keys,
    checkpoints,
  }));
  child.stdin.end(JSON.stringify({ bundles: jobs }));
  return JSON.parse(await text(child.stdout)) as Answer;
};

/** The part of an answer that a case has an expectation of: details are for people. */
const comparable = (result: Verdict | { readonly usage: string } | undefined, expected: Verdict): unknown => {
  if (result === undefined) return undefined;
  if (!('verdict' in result)) return { verdict: 'usage' };
  const fields = Object.keys(expected).map((key) => [key, result[key]]);
  const findings = result.findings?.map(({ seq, kind }) => ({ seq, kind }));
  return { ...Object.fromEntries(fields), ...(findings === undefined ? {} : { findings }) };
};

describe('the Python verifier', () => {
  let answer: Answer;

  beforeAll(async () => {
    answer = await runPython(corpus.cases);
  });

  test('passes its own tests', () => {
    expect(answer.tests.failed).toEqual([]);
    expect(answer.tests.run).toBeGreaterThan(20);
  });

  test('is asked about every case of the corpus', () => {
    expect(corpus.cases.length).toBeGreaterThan(40);
    expect(answer.results).toHaveLength(corpus.cases.length);
  });

  test.each(corpus.cases.map((item, index) => ({ ...item, index })))('judges $name as expected', (item) => {
    expect(comparable(answer.results[item.index], item.expected)).toEqual(item.expected);
  });
});
