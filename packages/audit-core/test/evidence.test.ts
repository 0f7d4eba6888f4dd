import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { databaseKinds } from '@governance-agent/testkit';
import {
  consistencyProof,
  createCheckpointNow,
  createSigner,
  inclusionProof,
  parseCheckpoint,
  readCheckpoint,
  readTlogProof,
  verify,
  verifyCheckpoint,
  verifyConsistency,
  verifyInclusion,
  type Signer,
} from '../src/index.ts';
import { createSignatureVerifier } from '../src/verify-signature.ts';
import { dropGuards } from './support/attacks.ts';
import { cutBehind } from './support/checkpoint-attacks.ts';
import { maskedEvents } from './support/events.ts';
import { ACME, testStore, type TestStore } from './support/store.ts';

const bytes = (text: string): Buffer => Buffer.from(text, 'base64');
const acme = { tenant: 'acme' };

describe.each(databaseKinds)('evidence on %s', (kind) => {
  let store: TestStore;
  let signer: Signer;
  beforeEach(async () => {
    store = await testStore(kind, { checkpointInterval: { rows: 3, ms: 60_000 } });
    signer = createSigner({ key: store.key });
  });
  afterEach(() => store.remove());

  const append = async (rows: number, salt: string): Promise<void> => {
    await store.writer.append(ACME, maskedEvents(rows, {}, salt));
  };
  const sizes = () => store.database.knex('checkpoints').where(acme).orderBy('size').pluck<number[]>('size');
  const checkpointNow = (tenant = 'acme') =>
    createCheckpointNow({ database: store.database, signer, clock: store.clock }, tenant);
  const verdict = async () => {
    const { database, key, clock } = store;
    return verify({ database, trustedKeys: [key.publicKey], mode: 'full', clock });
  };

  test('a checkpoint comes with the first rows, then by rows and by time', async () => {
    for (let row = 0; row < 8; row += 1) await append(1, `r${row}`);
    expect(await sizes()).toEqual([1, 4, 7]);
    store.clock.advance(60_000);
    await append(1, 'late');
    expect(await sizes()).toEqual([1, 4, 7, 9]);
    expect((await verdict()).verdict).toBe('verified');
  });

  test('rows that were there already bring no checkpoint', async () => {
    await append(2, 'a');
    store.clock.advance(60_000);
    await append(2, 'a');
    expect(await sizes()).toEqual([2]);
  });

  test('checkpoints refuse UPDATE and DELETE in the database itself', async () => {
    await append(1, 'a');
    const { knex } = store.database;
    await expect(knex('checkpoints').update({ root: 'x' })).rejects.toThrow('append-only');
    await expect(knex('checkpoints').delete()).rejects.toThrow('append-only');
  });

  test('nothing is stored when a due checkpoint cannot be signed', async () => {
    const sign = (message: Uint8Array): Uint8Array => {
      if (Buffer.from(message).toString().startsWith('audit-row/v1')) return signer.sign(message);
      throw new Error('token is gone');
    };
    const broken = await testStore(kind, { signer: { ...signer, sign } });
    await expect(broken.writer.append(ACME, maskedEvents(2))).rejects.toMatchObject({
      code: 'store_unavailable',
    });
    expect(await broken.database.knex('audit_logs')).toHaveLength(0);
    expect(await broken.database.knex('checkpoints')).toHaveLength(0);
    await broken.remove();
  });

  test.each(['none', 'an older one'])('a head with %s catches up with the next append', async (state) => {
    const heads = store.database.knex('chain_heads').where(acme);
    await append(2, 'a');
    const older = (await heads.clone().first<{ frontier: string }>()).frontier;
    await append(5, 'b');
    await heads.clone().update({ frontier: state === 'none' ? null : older });
    expect((await verdict()).verdict).toBe('verified');
    await append(4, 'c');
    expect((await heads.clone().first<{ frontier: string }>()).frontier).toMatch(/^11 /);
    expect((await verdict()).verdict).toBe('verified');
  });

  test('nothing is signed over a damaged frontier', async () => {
    await append(2, 'a');
    await store.database.knex('chain_heads').where(acme).update({ frontier: '2 AAAA' });
    await expect(store.writer.append(ACME, maskedEvents(2, {}, 'b'))).rejects.toMatchObject({
      code: 'store_corrupt',
    });
    expect(await store.database.knex('audit_logs')).toHaveLength(2);
  });

  test('a checkpoint on demand is made once a size and verifies with the key alone', async () => {
    expect(await checkpointNow('nobody')).toBeNull();
    await append(1, 'a');
    await append(1, 'b');
    const made = await checkpointNow();
    expect(made).toMatchObject({ size: 2, key_id: store.key.keyId });
    expect(await checkpointNow()).toEqual(made);
    expect(await readCheckpoint(store.database, 'acme')).toEqual(made);
    expect(await sizes()).toEqual([1, 2]);
    const { origin } = parseCheckpoint(made?.note ?? '') ?? { origin: '' };
    const key = createSignatureVerifier(store.key.publicKey);
    expect(verifyCheckpoint(made?.note ?? '', origin, key)).toMatchObject({ size: 2, root: made?.root });
  });

  test('no second tree is signed for a chain that was set back', async () => {
    await append(5, 'a');
    await dropGuards(store.database.knex);
    await cutBehind(store.database.knex, 3);
    await expect(checkpointNow()).rejects.toMatchObject({ code: 'store_corrupt' });
    await append(2, 'b');
    expect(await sizes()).toEqual([5]);
    expect(await verdict()).toMatchObject({ chains: [{ breaks: [{ kind: 'root', seq: 5 }] }] });
  });

  test('each row is proven to be in each tree, and each tree to begin the next', async () => {
    await append(9, 'a');
    const stored = await store.database
      .knex('audit_logs')
      .where(acme)
      .orderBy('seq')
      .pluck<string[]>('row_hash');
    for (let size = 1; size <= 9; size += 1) {
      for (let seq = 1; seq <= size; seq += 1) {
        const proof = await inclusionProof(store.database, 'acme', seq, size);
        expect(proof).toMatchObject({ index: seq - 1, size, leaf: stored[seq - 1] });
        const { index, leaf, path, root } = proof;
        const claim = { index, size, leaf: bytes(leaf), path: path.map(bytes), root: bytes(root) };
        expect(verifyInclusion(claim)).toBe(true);
      }
      const { from, to, path, fromRoot, toRoot } = await consistencyProof(store.database, 'acme', size, 9);
      const roots = { fromRoot: bytes(fromRoot), toRoot: bytes(toRoot) };
      expect(verifyConsistency({ from, to, path: path.map(bytes), ...roots })).toBe(true);
    }
    expect((await inclusionProof(store.database, 'acme', 1)).root).toBe((await checkpointNow())?.root);
  });

  test('a row comes with a proof that foreign tools read', async () => {
    await append(2, 'a');
    await append(1, 'b');
    expect(await readTlogProof(store.database, 'acme', 3)).toBeNull();
    await checkpointNow();
    const text = (await readTlogProof(store.database, 'acme', 3)) ?? '';
    const [head = '', ...note] = text.split('\n\n');
    const [version, index, ...path] = head.split('\n');
    expect([version, index]).toEqual(['c2sp.org/tlog-proof@v1', 'index 2']);
    const { root } = parseCheckpoint(note.join('\n\n')) ?? { root: '' };
    const { leaf } = await inclusionProof(store.database, 'acme', 3);
    const claim = { index: 2, size: 3, leaf: bytes(leaf), path: path.map(bytes), root: bytes(root) };
    expect(verifyInclusion(claim)).toBe(true);
  });

  test.each([
    [0, 2],
    [3, 2],
    [1, 4],
    [1.5, 2],
    [NaN, 2],
  ])('there is no proof of %p in %p of three rows', async (from, to) => {
    await append(3, 'a');
    const refusal = { code: 'out_of_range' };
    await expect(inclusionProof(store.database, 'acme', from, to)).rejects.toMatchObject(refusal);
    await expect(consistencyProof(store.database, 'acme', from, to)).rejects.toMatchObject(refusal);
    await expect(readTlogProof(store.database, 'nobody', 1)).rejects.toMatchObject(refusal);
  });

  test('a proof over missing rows is refused, not made up', async () => {
    await append(5, 'a');
    await dropGuards(store.database.knex);
    await store.database
      .knex('audit_logs')
      .where({ ...acme, seq: 2 })
      .delete();
    await expect(inclusionProof(store.database, 'acme', 4)).rejects.toMatchObject({ code: 'store_corrupt' });
  });
});
