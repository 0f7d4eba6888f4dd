// What a verifier may conclude from the keys it pinned, the erasures it finds and the heads it remembers.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  createKeySchedule,
  generateSigningKey,
  judgeKeys,
  readCheckpoint,
  verify,
  type KeyChange,
  type VerifyOptions,
} from '../src/index.ts';
import { createHistory, HISTORY, publicKeyText, state, type History } from './support/history.ts';
import { maskedEvents } from './support/events.ts';
import { ACME, storeKinds } from './support/store.ts';

describe.each(storeKinds)('trust on %s', (kind) => {
  let history: History;
  beforeAll(async () => {
    history = await createHistory(kind);
  });
  afterAll(async () => {
    await history.writer.close();
    await history.store.remove();
  });

  const report = async (options: Partial<VerifyOptions> = {}) => {
    const { store, oldKey, newKey } = history;
    const trustedKeys = [oldKey.publicKey, newKey.publicKey];
    const { database, clock } = store;
    return verify({ database, trustedKeys, mode: 'deep', tenant: 'acme', clock, ...options });
  };

  test.each(['full', 'deep'] as const)('mode %s: a rotation introduces the next key', async (mode) => {
    const found = await report({ mode, trustedKeys: [history.oldKey.publicKey] });
    expect(found).toMatchObject({
      verdict: 'verified',
      chains: [
        {
          erased: 2,
          keys: [
            { key_id: history.oldKey.keyId, from: 1, through: HISTORY.rotation, trust: 'pinned' },
            { key_id: history.newKey.keyId, from: HISTORY.rotation + 1, trust: 'introduced' },
          ],
        },
      ],
    });
  });

  test.each(['full', 'deep'] as const)(
    'mode %s: what the new key signed vouches for the old',
    async (mode) => {
      const found = await report({ mode, trustedKeys: [history.newKey.publicKey] });
      expect(found).toMatchObject({
        verdict: 'verified',
        chains: [{ keys: [{ trust: 'vouched' }, { trust: 'pinned' }], breaks: [] }],
      });
    },
  );

  test('a key that nobody pinned proves nothing, whatever the chain says of it', async () => {
    const { chains } = await report({ trustedKeys: [generateSigningKey().publicKey] });
    expect(chains[0]).toMatchObject({ keys: [{ trust: 'none' }, { trust: 'none' }] });
    expect(chains[0]?.breaks).toContainEqual(
      expect.objectContaining({ kind: 'signature', seq: 1, through: HISTORY.size }),
    );
  });

  test('one session is verified by itself', async () => {
    const session = { tenant: 'acme', sessionId: 'session-1' };
    const found = await report({ session });
    expect(found).toMatchObject({
      verdict: 'verified',
      chains: [{ session: 'session-1', from: 2, checkpoint: { size: HISTORY.size }, breaks: [] }],
    });
    expect((await report({ session: { ...session, sessionId: 'none' } })).verdict).toBe('unverifiable');
    const { knex } = history.store.database;
    const transaction = await knex.transaction();
    const database = { ...history.store.database, knex: transaction };
    await transaction('audit_logs').where({ tenant: 'acme', seq: 8 }).delete();
    const { chains } = await report({ session, database });
    expect(chains[0]?.breaks).toContainEqual(expect.objectContaining({ kind: 'seq', seq: 11 }));
    await transaction.rollback();
  });

  test('an incremental verification goes on from what is remembered', async () => {
    const { origin = null, head = null } = (await report()).chains[0] ?? {};
    const remembered = {
      tenant: 'acme',
      origin: origin ?? '',
      size: head?.size ?? 0,
      hash: head?.hash ?? '',
    };
    const heads = [{ ...remembered, frontier: head?.frontier ?? '' }];
    const before = await report({ mode: 'incremental', heads });
    expect(before).toMatchObject({ verdict: 'verified', chains: [{ rows: 0, layer: 'remembered' }] });
    await history.writer.append(ACME, maskedEvents(9, { sessionId: 'session-1' }, 'more'));
    const whole = await report({ heads });
    for (const since of [heads[0], remembered]) {
      const found = await report({ mode: 'incremental', ...(since === undefined ? {} : { since }) });
      expect(found).toMatchObject({
        verdict: 'verified',
        chains: [{ from: HISTORY.size + 1, rows: 9, breaks: [] }],
      });
      expect(found.chains[0]?.head).toEqual(whole.chains[0]?.head);
    }
    const other = [{ ...remembered, hash: Buffer.alloc(32, 1).toString('base64') }];
    expect(await report({ mode: 'incremental', heads: other })).toMatchObject({
      verdict: 'broken',
      chains: [{ from: 1, breaks: [{ kind: 'root', seq: HISTORY.size }] }],
    });
  });

  test('a chain that is remembered and gone is a finding', async () => {
    const heads = [{ tenant: 'initech', origin: 'governance-agent/t/1', size: 5 }];
    const { verdict, chains } = await report({ tenant: 'initech', heads });
    expect(verdict).toBe('broken');
    expect(chains).toMatchObject([
      { tenant: 'initech', rows: 0, breaks: [{ kind: 'seq', seq: 1, through: 5 }] },
    ]);
  });

  test('an anchor by nobody that is trusted is left aside, and that is said', async () => {
    const note = (await readCheckpoint(history.store.database, 'globex'))?.note ?? '';
    const found = await report({
      anchors: [{ tenant: 'acme', note: note.replace(/.{8}\n$/, 'AAAAAA==\n') }, { note: 'x' }],
    });
    expect(found).toMatchObject({ verdict: 'verified', chains: [{ layer: 'internal' }] });
    expect(found.warnings).toHaveLength(2);
  });

  test('rows by a compromised key need a head from elsewhere', async () => {
    const { newKey, writer, store } = history;
    const heads = [(await report()).chains[0]].map((chain) => ({
      tenant: 'acme',
      origin: chain?.origin ?? '',
      size: chain?.head?.size ?? 0,
      hash: chain?.head?.hash ?? '',
    }));
    const since = store.clock.now();
    await state(writer, { act: 'key_compromised', key_id: newKey.keyId, since });
    const found = await report();
    expect(found).toMatchObject({ verdict: 'unverifiable', chains: [{ breaks: [] }] });
    expect(found.chains[0]?.compromised).toMatchObject([
      { key_id: newKey.keyId, from: HISTORY.rotation + 1, through: heads[0]?.size },
    ]);
    expect((await report({ heads })).verdict).toBe('verified');
  });

  test('events that never arrived are counted, and break nothing', async () => {
    const [first, , , last] = maskedEvents(4, { sessionId: 'gaps' }, 'gaps');
    if (first !== undefined && last !== undefined) await history.writer.append(ACME, [last, first]);
    const { chains } = await report({ session: { tenant: 'acme', sessionId: 'gaps' } });
    expect(chains[0]).toMatchObject({ client_gaps: { sessions: 1, missing: 2 }, breaks: [] });
  });
});

describe('the key schedule', () => {
  const [a, b, c] = [generateSigningKey(), generateSigningKey(), generateSigningKey()];
  const change = (act: KeyChange['act'], old: typeof a, next: typeof a): KeyChange => ({
    act,
    old_key: publicKeyText(old),
    new_key: publicKeyText(next),
  });
  const first = { keyId: a.keyId, publicKey: publicKeyText(a) };
  const replaced = createKeySchedule(first, [
    { seq: 10, record: change('key_rotation', a, b) },
    { seq: 20, record: change('key_replacement', b, c) },
    { seq: 30, record: change('key_rotation', a, b) },
  ]);

  test('a rotation is the last row of its key, a replacement the first of the next', () => {
    expect(replaced.periods.map(({ keyId, from, through }) => [keyId, from, through])).toEqual([
      [a.keyId, 1, 10],
      [b.keyId, 11, 19],
      [c.keyId, 20, Number.MAX_SAFE_INTEGER],
    ]);
    expect(replaced.refused).toEqual([30]);
  });

  test.each([
    ['the first key alone', [a], [], ['pinned', 'introduced', 'none']],
    ['the last key, with a row of it', [c], [[2, 20]], ['vouched', 'vouched', 'pinned']],
    ['the last key, without any row of it', [c], [], ['none', 'none', 'pinned']],
    ['the middle key', [b], [[1, 15]], ['vouched', 'pinned', 'none']],
    [
      'nobody',
      [],
      [
        [0, 5],
        [1, 15],
        [2, 25],
      ],
      ['none', 'none', 'none'],
    ],
  ] as const)('%s leads to what it leads to', (_, pinned, signed, expected) => {
    const signedThrough = new Map<number, number>(signed.map(([period, seq]) => [period, seq]));
    const evidence = { pinned: new Set(pinned.map(({ keyId }) => keyId)), signedThrough };
    expect(judgeKeys(replaced, evidence)).toEqual(expected);
  });
});
