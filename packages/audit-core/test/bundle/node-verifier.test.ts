// The one-file verifier over the corpus, over mutations of honest bundles, and without anything of Node.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { execFile } from 'node:child_process';
import { hash, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { inflateRawSync } from 'node:zlib';
import {
  createEngine,
  EDGE_CASES,
  fromBase64,
  keyOf,
  ownSha256,
  ownSha512,
  readCheckpointNote,
  readContainer,
  UsageError,
  verifyBundle,
  type Report,
} from '../../../../verifiers/node/verify-bundle.mjs';
import { sha256 } from '../../src/hash.ts';
import { corpusBytes, corpusCases, corpusOptions, type StoredCase } from './corpus.ts';
import { entriesOf, filesOf, writeZip } from '../../../../tools/bundle-corpus/zip.ts';

const cases = corpusCases();
interface Signature {
  readonly name: string;
  readonly publicKey: string;
  readonly message: string;
  readonly signature: string;
  readonly valid: boolean;
}
interface Edges {
  readonly published: readonly Signature[];
  readonly crafted: readonly Signature[];
  readonly base64: readonly { readonly name: string; readonly text: string; readonly valid: boolean }[];
}
const edgesFile = path.join(import.meta.dirname, '../vectors/ed25519.json');
const edges = JSON.parse(readFileSync(edgesFile, 'utf8')) as Edges;
const vectors = [...edges.published, ...edges.crafted];
const verified = cases.filter(({ expected }) => expected.verdict === 'verified');
const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));

function plain(report: Report): Record<string, unknown> {
  return { ...report, findings: report.findings.map(({ seq, kind }) => ({ seq, kind })) };
}

/** What a bundle says: everything but the page for people, which verifiers do not unpack. */
function said(bytes: Uint8Array): string {
  const entries = [...readContainer(bytes).values()].filter(({ name }) => name !== 'README.md');
  return JSON.stringify(
    entries.map(({ name, deflated, data }) => [
      name,
      (deflated ? inflateRawSync(data) : Buffer.from(data)).toString(),
    ]),
  );
}

describe('the bundle verifier', () => {
  test('the corpus is as large as it was promised', () => {
    expect(cases.filter(({ file }) => file.startsWith('accept/')).length).toBeGreaterThanOrEqual(40);
    expect(cases.filter(({ file }) => file.startsWith('reject/')).length).toBeGreaterThanOrEqual(200);
  });

  test.each(cases.map((each) => [each.name, each] as const))('%s', async (_name, each) => {
    const report = verifyBundle(corpusBytes(each), corpusOptions(each));
    if (each.expected.verdict === 'usage') await expect(report).rejects.toThrow(UsageError);
    else expect(plain(await report)).toEqual(withDetails(each, await report));
  });

  test.each(['browser', 'browser over plain HTTP', 'node'])('the whole corpus in a %s', async (place) => {
    const script = path.join(import.meta.dirname, '../processes/verify-corpus.mjs');
    const { stdout } = await promisify(execFile)(process.execPath, [script, place]);
    expect(JSON.parse(stdout)).toEqual({ cases: cases.length, wrong: [] });
  });

  test.each(['own', 'node', 'webcrypto'] as const)('signatures by %s keep the one rule', async (only) => {
    const engine = await createEngine({ only });
    expect(engine.signatures).toBe(only);
    const embedded = EDGE_CASES.map(([publicKey, message, signature, valid]) => ({
      name: `${message} ${signature}`,
      publicKey,
      message,
      signature,
      valid,
    }));
    const wrong: string[] = [];
    for (const { name, publicKey, message, signature, valid } of [...embedded, ...vectors]) {
      const said = await engine.verify(keyOf(engine, hex(publicKey)), hex(message), hex(signature));
      if (said !== valid) wrong.push(name);
    }
    expect(vectors.length).toBeGreaterThan(80);
    expect(wrong).toEqual([]);
  });

  test.each(edges.base64)('as text: $name', ({ text, valid }) => {
    expect(fromBase64(text, 64) !== null).toBe(valid);
  });

  test.each([
    ['a Buffer', (bytes: Uint8Array) => Buffer.from(bytes)],
    ['a Buffer of a pool', (bytes: Uint8Array) => Buffer.concat([Buffer.alloc(7), bytes]).subarray(7)],
    ['a part of an array', (bytes: Uint8Array) => new Uint8Array([9, 9, ...bytes, 9]).subarray(2, -1)],
  ])('keys and bytes given as %s are left as they were', async (_name, form) => {
    const each = verified.find(({ name }) => name === 'rotation-both-pins') as StoredCase;
    const { keys, checkpoints } = corpusOptions(each);
    const [given, file] = [keys.map(form), form(corpusBytes(each))];
    for (let time = 0; time < 2; time += 1)
      expect((await verifyBundle(file, { keys: given, checkpoints })).verdict).toBe('verified');
    expect(given.map((key) => [...key])).toEqual(keys.map((key) => [...key]));
    expect([...file]).toEqual([...corpusBytes(each)]);
  });

  test('its own SHA-256 is SHA-256', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(Buffer.from(ownSha256(bytes)).toString('base64')).toBe(sha256(bytes));
      }),
    );
  });

  test('its own SHA-512 is SHA-512', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(Buffer.from(ownSha512(bytes)).toString('hex')).toBe(hash('sha512', bytes, 'hex'));
      }),
    );
  });

  test('what is given checks signatures only where it keeps the one rule', async () => {
    const given = (key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean => {
      const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), key]);
      return verify(null, message, { key: spki, format: 'der', type: 'spki' }, signature);
    };
    expect((await createEngine({ only: 'given', given })).signatures).toBe('given');
    expect((await createEngine({ only: 'given', given: () => true })).signatures).toBe('own');
    expect((await createEngine({ only: 'given' })).signatures).toBe('own');
    const [each] = verified as [StoredCase];
    const engine = await createEngine({ only: 'given', given });
    expect((await verifyBundle(corpusBytes(each), { ...corpusOptions(each), engine })).verdict).toBe(
      'verified',
    );
  });

  test('the checkpoint of a bundle comes out as it stands there, or not at all', async () => {
    const bytes = corpusBytes(cases.find(({ name }) => name === 'range') as StoredCase);
    expect(await readCheckpointNote(bytes)).toBe(filesOf(bytes)['checkpoint.txt']);
    expect(await readCheckpointNote(bytes.subarray(1))).toBeNull();
  });

  test('one byte changed anywhere: not verified, or nothing that was said is changed', async () => {
    const changed = fc.tuple(
      fc.constantFrom(...verified),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: 1, max: 255 }),
    );
    await fc.assert(
      fc.asyncProperty(changed, async ([each, place, by]) => {
        const bytes = corpusBytes(each);
        const at = Math.min(bytes.length - 1, Math.floor(place * bytes.length));
        bytes[at] = (bytes[at] ?? 0) ^ by;
        const report = await verifyBundle(bytes, corpusOptions(each));
        if (report.verdict === 'verified') expect(said(bytes)).toBe(said(corpusBytes(each)));
        else expect(report.findings).not.toHaveLength(0);
      }),
      { numRuns: 400 },
    );
  });

  test('one character changed in what a bundle says: never verified', async () => {
    const names = fc.constantFrom('bundle.json', 'checkpoint.txt', 'rows.jsonl', 'history.jsonl');
    const small = verified.filter(({ name }) => !['unicode', 'filter-empty'].includes(name));
    const changed = fc.tuple(
      fc.constantFrom(...small),
      names,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: 32, max: 126 }),
    );
    await fc.assert(
      fc.asyncProperty(changed, async ([each, name, place, code]) => {
        const files = filesOf(corpusBytes(each));
        const text = files[name] ?? '';
        const at = Math.floor(place * text.length);
        const edited = text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1);
        fc.pre(text !== '' && edited !== text && !isUnsigned(name, text, edited, at));
        const bytes = writeZip(entriesOf({ ...files, [name]: edited }));
        expect((await verifyBundle(bytes, corpusOptions(each))).verdict).not.toBe('verified');
      }),
      { numRuns: 400 },
    );
  });

  test('noise is malformed, never an error', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        expect(await verifyBundle(bytes)).toMatchObject({
          verdict: 'broken',
          findings: [{ seq: 0, kind: 'bundle' }],
        });
      }),
    );
  });

  test('an entry is read no further than it says', () => {
    const entry = readContainer(corpusBytes(cases.find(({ name }) => name === 'range') as StoredCase)).get(
      'rows.jsonl',
    );
    expect(inflateRawSync(entry?.data ?? new Uint8Array()).length).toBe(entry?.size);
  });
});

/** The details are for people; everything else is the format's. */
function withDetails({ expected }: StoredCase, report: Report): Record<string, unknown> {
  const { origin, tenant, size } = report;
  return report.rows === undefined ? { ...expected } : { origin, tenant, size, ...expected };
}

/**
 * What nobody signed and no rule binds: the time of the export, and the names of filters. Of a checkpoint, a size that
 * proves as well cannot be told apart by its text alone, but its signature covers it.
 */
function isUnsigned(name: string, text: string, edited: string, at: number): boolean {
  if (name !== 'bundle.json') return false;
  const end = text.indexOf(',"format"');
  const filters = text.indexOf('"filters":');
  return at < end || (filters >= 0 && at > filters && edited.length === text.length);
}
