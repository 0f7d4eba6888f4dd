// What the worker answers: by the auditors' verifier, with noble where a browser has no Ed25519.
import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { filesOf } from '../../../tools/bundle-corpus/zip.ts';
import { createEngine, keyOf } from '../../../verifiers/node/verify-bundle.mjs';
import { createAnswers } from '../src/evidence/answers.ts';
import { nobleVerify } from '../src/evidence/noble-signatures.ts';

const root = path.join(import.meta.dirname, '../../..');
const file = (name: string): Buffer => readFileSync(path.join(root, name));
const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));

interface Case {
  readonly name: string;
  readonly file: string;
  readonly keys: readonly string[];
  readonly checkpoints: readonly string[];
}
const { cases } = JSON.parse(file('verifiers/corpus/cases.json').toString()) as { cases: readonly Case[] };
function corpus(name: string) {
  const found = cases.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no case ${name}`);
  return { ...found, bytes: new Uint8Array(file(`verifiers/corpus/${found.file}`)) };
}

test('noble by its points keeps the one rule of signatures', async () => {
  const { published, crafted } = JSON.parse(
    file('packages/audit-core/test/vectors/ed25519.json').toString(),
  ) as Record<
    'published' | 'crafted',
    { name: string; publicKey: string; message: string; signature: string; valid: boolean }[]
  >;
  const engine = await createEngine({ only: 'given', given: nobleVerify });
  expect(engine.signatures).toBe('given');
  const wrong: string[] = [];
  for (const { name, publicKey, message, signature, valid } of [...published, ...crafted]) {
    const said = await engine.verify(keyOf(engine, hex(publicKey)), hex(message), hex(signature));
    if (said !== valid) wrong.push(name);
  }
  expect(wrong).toEqual([]);
});

describe('answers of the worker', () => {
  const answers = createAnswers();
  const nothing = (): void => undefined;
  const noteOf = (name: string): string => filesOf(corpus(name).bytes)['checkpoint.txt'] ?? '';

  test('a tree grew out of a smaller one only by its proof', async () => {
    const { bytes, checkpoints, keys } = corpus('anchored-smaller');
    const [older = ''] = checkpoints;
    const newer = noteOf('anchored-smaller');
    const size = older.split('\n')[1];
    const proof = (filesOf(bytes)['consistency.jsonl'] ?? '')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { from: number; path: string[] })
      .find(({ from }) => String(from) === size);
    const ask = { older, newer, path: proof?.path ?? [], candidates: keys };
    const said = async (change: Partial<typeof ask>) =>
      (await answers.growth({ ...ask, ...change }, nothing)).growth;
    expect(await answers.growth(ask, nothing)).toEqual({
      growth: 'grown',
      signedBy: [expect.stringMatching(/^[0-9a-f]{32}$/)],
    });
    const unsigned = newer.replace(/\n\u2014[^]*$/, '\n\u2014 nobody AAAAAAAA\n');
    expect(await answers.growth({ ...ask, newer: unsigned }, nothing)).toEqual({
      growth: 'grown',
      signedBy: [],
    });
    expect(await said({ path: [] })).toBe('other');
    expect(await said({ path: ask.path.with(0, 'nothing') })).toBe('other');
    expect(await said({ older: newer, newer: older })).toBe('other');
    expect(await said({ older: newer, path: [] })).toBe('same');
    expect(await said({ older: 'nothing' })).toBe('other');
    expect(await said({ older: noteOf('compromised') })).toBe('other');
  });

  test('a checkpoint tells which of the given keys signed it', async () => {
    const { keys } = corpus('range');
    const note = noteOf('range');
    const foreign = Buffer.alloc(32, 9).toString('base64');
    const tree = await answers.note({ note, candidates: [...keys, foreign] }, nothing);
    expect(tree).toMatchObject({ size: Number(note.split('\n')[1]), root: note.split('\n')[2] });
    expect(tree?.signedBy).toHaveLength(keys.length);
    const edited = await answers.note({ note: note.replace('\n', '0\n'), candidates: keys }, nothing);
    expect(edited?.signedBy).toEqual([]);
    expect(await answers.note({ note: 'nothing', candidates: keys }, nothing)).toBeNull();
  });

  test('a vkey is the key of its chain alone', async () => {
    const [key = ''] = corpus('range').keys;
    const [origin = ''] = noteOf('range').split('\n');
    const [, encoded = ''] = / (\S+)\n$/.exec(noteOf('range')) ?? [];
    const hash = Buffer.from(encoded, 'base64').subarray(0, 4).toString('hex');
    const bytes = Buffer.concat([Buffer.of(1), Buffer.from(key, 'base64')]).toString('base64');
    const ask = (text: string, of: string | null = origin) => answers.key({ text, origin: of }, nothing);
    expect(await ask(` ${origin}+${hash}+${bytes}\n`)).toMatchObject({ key, id: expect.any(String) });
    expect(await ask(`${origin}+00000000+${bytes}`)).toMatchObject({
      problem: expect.stringContaining('damaged'),
    });
    expect(await ask(`${origin}+${hash}+${bytes}`, 'agent/t/9')).toMatchObject({
      problem: expect.stringContaining('another chain'),
    });
  });
});
