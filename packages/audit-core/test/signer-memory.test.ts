// The store is set back under a signer that remembers: nothing is signed until somebody accepts it.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { databaseKinds } from '@governance-agent/testkit';
import type { Knex } from 'knex';
import {
  acceptRollback,
  createAuditWriter,
  createCheckpointNow,
  createSigner,
  createSignerMemory,
  generateSigningKey,
  readAdministration,
  rebuildRollups,
  rotateKeys,
  verify,
  type AuditWriter,
  type SignedHead,
  type SignerMemory,
} from '../src/index.ts';
import { dropGuards } from './support/attacks.ts';
import { maskedEvents } from './support/events.ts';
import { ACME, GLOBEX, testStore, type TestStore } from './support/store.ts';

const acme = { tenant: 'acme' };
const refusal = { code: 'rolled_back' };

interface Setback {
  readonly name: string;
  readonly run: (knex: Knex) => Promise<unknown>;
}

/** Leaves a chain of `size` rows that is whole in itself, as an older copy of the database would be. */
async function setBack(knex: Knex, size: number): Promise<void> {
  await dropGuards(knex);
  for (const table of ['audit_logs', 'audit_content'])
    await knex(table).where(acme).andWhere('seq', '>', size).delete();
  await knex('checkpoints').where(acme).andWhere('size', '>', size).delete();
  const newest = await knex('audit_logs')
    .where({ ...acme, seq: size })
    .first<{ row_hash: string; received_at: number } | undefined>('row_hash', 'received_at');
  if (newest === undefined) await knex('chain_heads').where(acme).delete();
  else {
    const { row_hash: head_hash, received_at } = newest;
    await knex('chain_heads').where(acme).update({ size, head_hash, received_at, frontier: null });
  }
  // An older copy of the database has older rollups as well.
  await rebuildRollups({ knex }, 'acme');
}

const SETBACKS: Setback[] = [
  { name: 'cut by one row', run: (knex) => setBack(knex, 4) },
  { name: 'set back to the first row', run: (knex) => setBack(knex, 1) },
  { name: 'gone altogether', run: (knex) => setBack(knex, 0) },
  {
    name: 'another one of the same length',
    run: (knex) => knex('chain_heads').where(acme).update({ head_hash: 'x' }),
  },
  {
    name: 'of another origin',
    run: (knex) => knex('chain_heads').where(acme).update({ origin: 'other/t/1' }),
  },
];

describe.each(databaseKinds)('the memory of the signer on %s', (kind) => {
  let store: TestStore;
  let memory: SignerMemory;
  let writer: AuditWriter;
  beforeEach(async () => {
    memory = createSignerMemory();
    store = await testStore(kind, { memory });
    ({ writer } = store);
    await writer.append(ACME, maskedEvents(5));
  });
  afterEach(() => store.remove());

  const append = (salt: string) => writer.append(ACME, maskedEvents(1, {}, salt));
  const deps = () => {
    const { database, clock, key } = store;
    return { database, clock, memory, actor: 'cli', signer: createSigner({ key }) };
  };
  const verdict = async (...more: Uint8Array[]) => {
    const { database, clock, key } = store;
    return (await verify({ database, clock, trustedKeys: [key.publicKey, ...more], mode: 'deep' })).verdict;
  };

  test.each(SETBACKS)('a chain that is $name is not signed', async ({ run }) => {
    await run(store.database.knex);
    const before = await store.database.knex('audit_logs').where(acme);
    await expect(append('a')).rejects.toMatchObject(refusal);
    if (before.length > 0) await expect(createCheckpointNow(deps(), 'acme')).rejects.toMatchObject(refusal);
    expect(await store.database.knex('audit_logs').where(acme)).toEqual(before);
    await writer.append(GLOBEX, maskedEvents(1));
  });

  test('a chain that was set back and grown by another signer is not signed', async () => {
    await setBack(store.database.knex, 3);
    const amnesic = createAuditWriter({ ...deps(), memory: createSignerMemory() });
    await amnesic.append(ACME, maskedEvents(9, {}, 'other'));
    await expect(append('a')).rejects.toMatchObject(refusal);
  });

  test('a chain that others have grown is signed, also by a memory that is behind', async () => {
    const amnesic = createAuditWriter({ ...deps(), memory: createSignerMemory() });
    await amnesic.append(ACME, maskedEvents(3, {}, 'other'));
    expect(await append('a')).toMatchObject({ head: { size: 9 } });
    expect(memory.recall('acme')?.size).toBe(9);
    expect(await verdict()).toBe('verified');
  });

  test.each([4, 0])('what was found with %i rows can be accepted, which is a row itself', async (size) => {
    const remembered = memory.recall('acme') as SignedHead;
    await setBack(store.database.knex, size);
    const accepted = await acceptRollback(deps(), 'acme');
    expect(accepted).toMatchObject({
      remembered_size: 5,
      remembered_hash: remembered.head_hash,
      found_size: size,
    });
    expect(await append('a')).toMatchObject({ head: { size: size + 2 } });
    const [act] = await readAdministration(store.database.knex, 'acme', ['rollback_accepted']);
    expect(act).toMatchObject({ seq: size + 1, record: accepted });
    await expect(acceptRollback(deps(), 'acme')).rejects.toMatchObject({ code: 'not_rolled_back' });
    expect(await verdict()).toBe('verified');
  });

  test('what was never remembered cannot be accepted', async () => {
    await expect(acceptRollback(deps(), 'acme')).rejects.toMatchObject({ code: 'not_rolled_back' });
    await expect(acceptRollback(deps(), 'globex')).rejects.toMatchObject({ code: 'not_rolled_back' });
    expect(await store.database.knex('chain_heads').where({ tenant: 'globex' })).toEqual([]);
  });

  test('a chain that was set back to before a rotation is taken over by the key there is', async () => {
    const newKey = generateSigningKey();
    const { signer: oldSigner, ...rest } = deps();
    const newSigner = createSigner({ key: newKey });
    await rotateKeys({ ...rest, oldSigner, newSigner });
    await setBack(store.database.knex, 5);
    await store.database.knex('chain_heads').where(acme).update({ key_id: oldSigner.keyId });
    await acceptRollback({ ...rest, signer: newSigner }, 'acme');
    const acts = await readAdministration(store.database.knex, 'acme', [
      'key_replacement',
      'rollback_accepted',
    ]);
    expect(acts.map(({ seq, record: { act } }) => [seq, act])).toEqual([
      [6, 'key_replacement'],
      [7, 'rollback_accepted'],
    ]);
    expect(await verdict(newKey.publicKey)).toBe('verified');
  });

  test('the writer goes on once another process has accepted', async () => {
    const remembered = memory.recall('acme') as SignedHead;
    const elsewhere = createSignerMemory();
    elsewhere.remember('acme', remembered);
    const reloading: SignerMemory = {
      ...memory,
      reload: () => {
        memory.accept('acme', elsewhere.recall('acme') as SignedHead);
        return Promise.resolve();
      },
    };
    const running = createAuditWriter({ ...deps(), memory: reloading });
    await setBack(store.database.knex, 2);
    await expect(running.append(ACME, maskedEvents(1, {}, 'a'))).rejects.toMatchObject(refusal);
    await acceptRollback({ ...deps(), memory: elsewhere }, 'acme');
    expect(await running.append(ACME, maskedEvents(1, {}, 'b'))).toMatchObject({ head: { size: 4 } });
  });
});
