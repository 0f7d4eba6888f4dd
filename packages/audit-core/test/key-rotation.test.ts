// Keys change while chains grow: which key signs which row, and who is told to try again.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  createAuditWriter,
  createCheckpointNow,
  createSigner,
  fixedSigner,
  generateSigningKey,
  openDatabase,
  readAdministration,
  readLostKeys,
  replaceKeys,
  rotateKeys,
  stateCompromise,
  verify,
  type SealedRow,
  type Signer,
  type SignerSource,
} from '../src/index.ts';
import { maskedEvents } from './support/events.ts';
import { ACME, GLOBEX, storeKinds, testStore, type TestStore } from './support/store.ts';

const mismatch = { code: 'key_mismatch' };

/** Holds the keys it is given, the last one current. */
function holding(...signers: Signer[]): SignerSource & { hold(signer: Signer): void } {
  let next: Signer[] = [];
  return {
    current: () => signers.at(-1) as Signer,
    byKeyId: (id) => signers.find(({ keyId }) => keyId === id),
    reload: () => {
      signers.push(...next);
      next = [];
      return Promise.resolve();
    },
    hold: (signer) => void (next = [signer]),
  };
}

describe.each(storeKinds)('keys on %s', (kind) => {
  let store: TestStore;
  let oldSigner: Signer;
  const newKey = generateSigningKey();
  const newSigner = createSigner({ key: newKey });
  beforeEach(async () => {
    store = await testStore(kind);
    oldSigner = createSigner({ key: store.key });
  });
  afterEach(() => store.remove());

  const deps = () => ({ database: store.database, clock: store.clock, actor: 'cli' });
  const writerOf = (signer: Signer | SignerSource) =>
    createAuditWriter({ database: store.database, clock: store.clock, signer });
  const rows = (tenant = 'acme') =>
    store.database.knex<SealedRow>('audit_logs').where({ tenant }).orderBy('seq');
  const signedBy = async (tenant = 'acme') =>
    (await rows(tenant)).map(({ event, key_id }) => [event, key_id === newSigner.keyId ? 'new' : 'old']);
  const headKey = async (tenant = 'acme') =>
    (await store.database.knex('chain_heads').where({ tenant }).first<{ key_id: string }>('key_id')).key_id;
  const report = () =>
    verify({
      database: store.database,
      clock: store.clock,
      trustedKeys: [store.key.publicKey, newKey.publicKey],
      mode: 'deep',
    });

  test('the head names the key that signs next', async () => {
    await store.writer.append(ACME, maskedEvents(1));
    expect(await headKey()).toBe(store.key.keyId);
  });

  test('another key signs nothing in a chain, neither rows nor checkpoints', async () => {
    await store.writer.append(ACME, maskedEvents(2));
    await expect(writerOf(newSigner).append(ACME, maskedEvents(1, {}, 'b'))).rejects.toMatchObject(mismatch);
    await expect(createCheckpointNow({ ...deps(), signer: newSigner }, 'acme')).rejects.toMatchObject(
      mismatch,
    );
    expect(await rows()).toHaveLength(2);
  });

  test('a chain of before the migration asks for the key of its newest row', async () => {
    await store.writer.append(ACME, maskedEvents(2));
    await store.database.knex('chain_heads').update({ key_id: null });
    await expect(writerOf(newSigner).append(ACME, maskedEvents(1, {}, 'b'))).rejects.toMatchObject(mismatch);
    await store.writer.append(ACME, maskedEvents(1, {}, 'c'));
    expect(await headKey()).toBe(store.key.keyId);
    await store.database.knex('chain_heads').update({ key_id: null });
    expect(await rotateKeys({ ...deps(), oldSigner, newSigner })).toEqual({ tenants: ['acme'] });
  });

  test('a rotation is the last row of the old key in every chain', async () => {
    await store.writer.append(ACME, maskedEvents(2));
    await store.writer.append(GLOBEX, maskedEvents(1));
    const rotated = await rotateKeys({ ...deps(), oldSigner, newSigner, reason: 'yearly' });
    expect(rotated).toEqual({ tenants: ['acme', 'globex'] });
    await writerOf(newSigner).append(ACME, maskedEvents(1, {}, 'b'));
    expect(await signedBy()).toEqual([
      ['user_prompt', 'old'],
      ['user_prompt', 'old'],
      ['key_rotation', 'old'],
      ['user_prompt', 'new'],
    ]);
    const [act] = await readAdministration(store.database.knex, 'globex', ['key_rotation']);
    expect(act?.record).toEqual({
      act: 'key_rotation',
      old_key: Buffer.from(store.key.publicKey).toString('base64'),
      new_key: Buffer.from(newKey.publicKey).toString('base64'),
    });
    expect((await report()).verdict).toBe('verified');
  });

  test('a rotation that was stopped half-way is finished by the next one, and then does nothing', async () => {
    await store.writer.append(ACME, maskedEvents(1));
    await store.writer.append(GLOBEX, maskedEvents(1));
    let signatures = 0;
    const dying: Signer = {
      ...oldSigner,
      sign: (message) => {
        if (++signatures > 1) throw new Error('power cut');
        return oldSigner.sign(message);
      },
    };
    await expect(rotateKeys({ ...deps(), oldSigner: dying, newSigner })).rejects.toMatchObject({
      code: 'store_unavailable',
    });
    expect([await headKey('acme'), await headKey('globex')]).toEqual([newSigner.keyId, oldSigner.keyId]);
    expect(await rotateKeys({ ...deps(), oldSigner, newSigner })).toEqual({ tenants: ['globex'] });
    expect(await rotateKeys({ ...deps(), oldSigner, newSigner })).toEqual({ tenants: [] });
    expect((await report()).verdict).toBe('verified');
  });

  test('a retired key begins no chain', async () => {
    await store.writer.append(ACME, maskedEvents(1));
    await rotateKeys({ ...deps(), oldSigner, newSigner });
    await expect(store.writer.append(GLOBEX, maskedEvents(1))).rejects.toMatchObject(mismatch);
    expect(await store.database.knex('chain_heads').where({ tenant: 'globex' })).toEqual([]);
    await writerOf(newSigner).append(GLOBEX, maskedEvents(1));
    expect(await signedBy('globex')).toEqual([['user_prompt', 'new']]);
  });

  test('chains that begin while the key is rotated end up with the new key', async () => {
    const other = openDatabase(store.url);
    await store.writer.append(ACME, maskedEvents(1));
    const source = holding(oldSigner);
    source.hold(newSigner);
    const beside = createAuditWriter({ database: other, clock: store.clock, signer: source });
    const tenants = Array.from({ length: 30 }, (_, index) => ({ ...ACME, tenant: `t${index}` }));
    const appends = tenants.map(async (tenant, index) => {
      await new Promise((resolve) => setTimeout(resolve, index));
      return beside.append(tenant, maskedEvents(1));
    });
    await rotateKeys({ ...deps(), oldSigner, newSigner });
    await Promise.all(appends);
    await beside.close();
    await other.close();
    const keys = await store.database.knex('chain_heads').distinct().pluck<string[]>('key_id');
    expect(keys).toEqual([newSigner.keyId]);
    expect((await report()).verdict).toBe('verified');
  });

  test('a running writer takes up the new key without refusing a request', async () => {
    const source = holding(oldSigner);
    const running = writerOf(source);
    await running.append(ACME, maskedEvents(1));
    source.hold(newSigner);
    await rotateKeys({ ...deps(), oldSigner, newSigner });
    const receipts = await Promise.all(
      Array.from({ length: 5 }, (_, index) => running.append(ACME, maskedEvents(2, {}, `r${index}`))),
    );
    expect(receipts.map(({ appended }) => appended)).toEqual([2, 2, 2, 2, 2]);
    expect((await report()).verdict).toBe('verified');
  });

  test('a lost key is replaced by a row of the new key', async () => {
    await store.writer.append(ACME, maskedEvents(1));
    const found = { ...deps(), signer: newSigner };
    expect(await readLostKeys(store.database, fixedSigner(newSigner))).toEqual([store.key.keyId]);
    expect(await replaceKeys({ ...found, reason: 'disk died' })).toEqual({ tenants: ['acme'] });
    expect(await replaceKeys(found)).toEqual({ tenants: [] });
    expect(await signedBy()).toEqual([
      ['user_prompt', 'old'],
      ['key_replacement', 'new'],
    ]);
    await writerOf(newSigner).append(ACME, maskedEvents(1, {}, 'b'));
    expect(await readLostKeys(store.database, fixedSigner(newSigner))).toEqual([]);
    expect((await report()).verdict).toBe('verified');
  });

  test('a lost key that the store does not know cannot be replaced', async () => {
    await store.writer.append(ACME, maskedEvents(1));
    await store.database.knex('signing_keys').update({ public_key: Buffer.alloc(32).toString('base64') });
    await expect(replaceKeys({ ...deps(), signer: newSigner })).rejects.toMatchObject({
      code: 'invalid_key',
    });
  });

  test('a compromise is stated once in every chain with rows by the key, and never of the current key', async () => {
    await store.writer.append(ACME, maskedEvents(1));
    const by = (signer: Signer, since: number) => ({ ...deps(), signer, keyId: store.key.keyId, since });
    await expect(stateCompromise(by(oldSigner, 5))).rejects.toMatchObject({ code: 'invalid_key' });
    await rotateKeys({ ...deps(), oldSigner, newSigner });
    await writerOf(newSigner).append(GLOBEX, maskedEvents(1));
    expect(await stateCompromise(by(newSigner, 5))).toEqual({ tenants: ['acme'] });
    expect(await stateCompromise(by(newSigner, 9))).toEqual({ tenants: [] });
    expect(await stateCompromise(by(newSigner, 2))).toEqual({ tenants: ['acme'] });
    const stated = await readAdministration(store.database.knex, 'acme', ['key_compromised']);
    expect(stated.map(({ record }) => record)).toEqual(
      [5, 2].map((since) => ({ act: 'key_compromised', key_id: store.key.keyId, since })),
    );
    // Both rows of the old key, the rotation included, were received after both times stated.
    expect(await report()).toMatchObject({
      verdict: 'unverifiable',
      chains: [
        { breaks: [], compromised: [5, 2].map((since) => ({ since, from: 1, through: 2, rows: 2 })) },
        { breaks: [], compromised: [] },
      ],
    });
  });
});
