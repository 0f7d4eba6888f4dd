import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  consistencyProof,
  createProver,
  createSubtreeCache,
  inclusionProof,
  parseCheckpoint,
  type Prover,
} from '../src/index.ts';
import { dropGuards } from './support/attacks.ts';
import { cutBehind } from './support/checkpoint-attacks.ts';
import { maskedEvents } from './support/events.ts';
import { ACME, storeKinds, testStore, type TestStore } from './support/store.ts';

const corrupt = { code: 'store_corrupt' };
const acme = { tenant: 'acme' };

describe.each(storeKinds)('a prover on %s', (kind) => {
  let store: TestStore;
  let prover: Prover;
  beforeEach(async () => {
    store = await testStore(kind, { checkpointInterval: { rows: 10, ms: 1e12 } });
    prover = createProver({ database: store.database, subtrees: createSubtreeCache({ tileRows: 4 }) });
  });
  afterEach(() => store.remove());

  const append = (rows: number, salt: string) => store.writer.append(ACME, maskedEvents(rows, {}, salt));
  const rows = (seq: number) => store.database.knex('audit_logs').where({ ...acme, seq });

  test('gives the proofs that the rows alone give, while the chain grows', async () => {
    for (const [count, salt] of [
      [1, 'a'],
      [9, 'b'],
      [13, 'c'],
      [10, 'd'],
    ] as const) {
      await append(count, salt);
      const { size } = await prover.inclusion('acme', 1);
      for (let seq = 1; seq <= size; seq += 1) {
        expect(await prover.inclusion('acme', seq)).toEqual(
          await inclusionProof(store.database, 'acme', seq, size),
        );
        expect(await prover.consistency('acme', seq, size)).toEqual(
          await consistencyProof(store.database, 'acme', seq, size),
        );
        const middle = Math.ceil((seq + size) / 2);
        expect(await prover.inclusion('acme', seq, middle)).toEqual(
          await inclusionProof(store.database, 'acme', seq, middle),
        );
      }
    }
  });

  test('leads a row to the first checkpoint that covers it, or to the one that is asked for', async () => {
    for (const salt of ['a', 'b', 'c']) await append(10, salt);
    await append(2, 'd');
    expect(await prover.covering('acme', 3)).toMatchObject({ checkpoint: { size: 10 }, proof: { size: 10 } });
    const asked = await prover.covering('acme', 3, 30);
    expect(asked?.checkpoint.size).toBe(30);
    expect(parseCheckpoint(asked?.checkpoint.note ?? '')?.root).toBe(asked?.proof.root);
    expect(await prover.covering('acme', 3, 25)).toBeNull();
    expect(await prover.covering('acme', 31)).toBeNull();
  });

  test.each([
    [0, 5],
    [4, 3],
    [1, 21],
    [21, undefined],
    [1.5, undefined],
    [NaN, NaN],
  ])('names the bound when asked for %p in %p', async (seq, size) => {
    await append(20, 'a');
    const message = expect.stringContaining('rows 1 to 20');
    await expect(prover.inclusion('acme', seq, size)).rejects.toMatchObject({
      code: 'out_of_range',
      message,
    });
    await expect(prover.covering('acme', seq, size)).rejects.toMatchObject({ code: 'out_of_range' });
    await expect(prover.inclusion('nobody', 1)).rejects.toMatchObject({ code: 'out_of_range' });
  });

  // What was remembered is then of rows that are gone: it must not come out again.
  test.each([
    ['the proven row', 3, 3],
    ['a row beside it', 3, 4],
    ['a row of a remembered subtree', 3, 14],
    ['the last row of a remembered subtree', 3, 16],
    ['a row of the newest tile', 3, 21],
  ])('never proves row hashes that were edited: %s', async (_, seq, edited) => {
    await append(22, 'a');
    const before = await prover.inclusion('acme', seq);
    await dropGuards(store.database.knex);
    await rows(edited).update({ row_hash: Buffer.alloc(32, 1).toString('base64') });
    await expect(inclusionProof(store.database, 'acme', seq)).rejects.toMatchObject(corrupt);
    // A row within what was remembered is not read again: then the proof is still the one of what was signed.
    const after = await prover.inclusion('acme', seq).catch((error: unknown) => error);
    if (edited === 14) expect(after).toEqual(before);
    else expect(after).toMatchObject(corrupt);
  });

  test('forgets a chain that was set back and written on', async () => {
    await append(20, 'a');
    await prover.inclusion('acme', 3);
    await dropGuards(store.database.knex);
    await store.database.knex('checkpoints').where(acme).delete();
    await cutBehind(store.database.knex, 6);
    await append(14, 'other');
    expect(await prover.inclusion('acme', 3)).toEqual(await inclusionProof(store.database, 'acme', 3));
  });

  test('does not put a checkpoint on rows that it did not sign', async () => {
    await append(20, 'a');
    const { note } = (await prover.covering('acme', 1))?.checkpoint ?? { note: '' };
    await dropGuards(store.database.knex);
    const other = note.replace(/\n20\n/, '\n19\n');
    await store.database.knex('checkpoints').where(acme).update({ note: other });
    await expect(prover.covering('acme', 1)).rejects.toMatchObject(corrupt);
    await store.database
      .knex('checkpoints')
      .where(acme)
      .update({ note, root: Buffer.alloc(32).toString('base64') });
    await expect(prover.covering('acme', 1)).rejects.toMatchObject(corrupt);
    await expect(prover.inclusion('acme', 1, 7)).rejects.toMatchObject(corrupt);
  });

  test('remembers no more than it may', async () => {
    const subtrees = createSubtreeCache({ tileRows: 4, maxSubtrees: 3 });
    const small = createProver({ database: store.database, subtrees });
    await append(20, 'a');
    await store.writer.append({ ...ACME, tenant: 'globex' }, maskedEvents(8, {}, 'g'));
    for (const tenant of ['acme', 'globex', 'acme']) await small.inclusion(tenant, 2);
    expect(await small.inclusion('acme', 2)).toEqual(await inclusionProof(store.database, 'acme', 2));
    expect(subtrees.of('acme', 'another').known.size).toBe(0);
  });

  test('serves many who ask at once', async () => {
    await append(30, 'a');
    const asked = Array.from({ length: 30 }, (_, index) => prover.inclusion('acme', index + 1));
    const proofs = await Promise.all(asked);
    expect(new Set(proofs.map(({ root }) => root)).size).toBe(1);
    expect(proofs.map(({ index }) => index)).toEqual(proofs.map((_, index) => index));
  });
});
