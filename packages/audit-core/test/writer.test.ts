import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { auditEvent, eventMasker, maskedEvents } from './support/events.ts';
import { ACME, GLOBEX, storeKinds, testStore, type TestStore } from './support/store.ts';
import type { SealedRow } from '../src/index.ts';

describe.each(storeKinds)('the writer on %s', (kind) => {
  let store: TestStore;
  beforeEach(async () => {
    store = await testStore(kind);
  });
  afterEach(() => store.remove());

  const rows = (tenant = 'acme') =>
    store.database.knex<SealedRow>('audit_logs').where({ tenant }).orderBy('seq');

  test('lands events as rows of one chain, in order', async () => {
    const receipt = await store.writer.append(ACME, maskedEvents(3));
    expect(receipt).toMatchObject({ appended: 3, duplicates: 0, head: { size: 3 } });
    const stored = await rows();
    expect(stored.map(({ seq, session_seq }) => [seq, session_seq])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
    expect(stored[1]?.prev_hash).toBe(stored[0]?.row_hash);
    expect(stored[2]?.row_hash).toBe(receipt.head.hash);
    expect(stored[0]).toMatchObject({
      org: 'acme',
      tokens_used: 46,
      cost_nano_usd: 7_281_000,
      decision: 'allowed',
    });
  });

  test('adds nothing for a batch sent twice, or twice within one call', async () => {
    const events = maskedEvents(4);
    await store.writer.append(ACME, events);
    expect(await store.writer.append(ACME, events)).toMatchObject({
      appended: 0,
      duplicates: 4,
      head: { size: 4 },
    });
    const again = maskedEvents(1, {}, 'other');
    expect(await store.writer.append(ACME, [...again, ...again])).toMatchObject({
      appended: 1,
      duplicates: 1,
    });
    expect(await rows()).toHaveLength(5);
  });

  test('stores one of two equal batches sent at the same time', async () => {
    const events = maskedEvents(10);
    const receipts = await Promise.all([
      store.writer.append(ACME, events),
      store.writer.append(ACME, events),
    ]);
    expect(receipts.map(({ appended }) => appended)).toEqual([10, 0]);
    expect(await rows()).toHaveLength(10);
  });

  test('keeps one chain a tenant; the same event may live in two', async () => {
    const events = maskedEvents(2);
    await Promise.all([store.writer.append(ACME, events), store.writer.append(GLOBEX, events)]);
    expect((await rows('globex')).map(({ seq }) => seq)).toEqual([1, 2]);
    const origins = await store.database.knex('chain_heads').pluck<string[]>('origin');
    expect(new Set(origins).size).toBe(2);
  });

  test('never lets received_at go back when the clock does', async () => {
    await store.writer.append(ACME, maskedEvents(1, {}, 'a'));
    store.clock.advance(-60_000);
    await store.writer.append(ACME, maskedEvents(1, {}, 'b'));
    const [first, second] = await rows();
    expect(second?.received_at).toBe(first?.received_at);
  });

  test('counts session_seq per session and over restarts of the writer', async () => {
    const other = { sessionId: '9a8a381c-ed53-4fed-bdf3-550f937a7c45' };
    await store.writer.append(ACME, [...maskedEvents(2, {}, 'a'), ...maskedEvents(1, other, 'b')]);
    await store.writer.append(ACME, [
      ...maskedEvents(1, other, 'c'),
      ...maskedEvents(1, { sessionId: null }, 'd'),
    ]);
    expect((await rows()).map(({ session_seq }) => session_seq)).toEqual([1, 2, 1, 2, 0]);
  });

  test('refuses UPDATE and DELETE of rows in the database itself', async () => {
    await store.writer.append(ACME, maskedEvents(1));
    await expect(store.database.knex('audit_logs').update({ decision: 'blocked' })).rejects.toThrow(
      'append-only',
    );
    await expect(store.database.knex('audit_logs').delete()).rejects.toThrow('append-only');
    await expect(store.database.knex('audit_content').update({ content: '{}' })).rejects.toThrow(
      'append-only',
    );
  });

  test('refuses an event that no masker minted', async () => {
    const [minted] = maskedEvents(1);
    const copied = { ...minted } as typeof minted & object;
    await expect(store.writer.append(ACME, [copied])).rejects.toMatchObject({ code: 'not_masked' });
    expect(await rows()).toHaveLength(0);
  });

  test('stores nothing at all when one row of a call cannot be signed', async () => {
    let left = 2;
    const broken = await testStore(kind, {
      signer: {
        implementation: 'native',
        keyId: 'k',
        publicKey: new Uint8Array(32),
        sign: () => {
          if (left-- > 0) return new Uint8Array(64);
          throw new Error('token is gone');
        },
      },
    });
    await expect(broken.writer.append(ACME, maskedEvents(5))).rejects.toMatchObject({
      code: 'store_unavailable',
    });
    expect(await broken.database.knex('audit_logs')).toHaveLength(0);
    expect(await broken.database.knex('audit_content')).toHaveLength(0);
    await broken.remove();
  });

  test('rejects while the store is away and goes on when it is back', async () => {
    await store.database.knex.schema.renameTable('audit_content', 'gone');
    await expect(store.writer.append(ACME, maskedEvents(2))).rejects.toMatchObject({
      code: 'store_unavailable',
    });
    await store.database.knex.schema.renameTable('gone', 'audit_content');
    expect(await store.writer.append(ACME, maskedEvents(2))).toMatchObject({ appended: 2 });
  });

  test('takes no work after close and refuses more rows than the queue holds', async () => {
    const small = await testStore(kind, { maxQueuedRows: 3 });
    await expect(small.writer.append(ACME, maskedEvents(4))).rejects.toMatchObject({ code: 'queue_full' });
    const last = small.writer.append(ACME, maskedEvents(3));
    await small.writer.close();
    expect(await last).toMatchObject({ appended: 3 });
    await expect(small.writer.append(ACME, maskedEvents(1))).rejects.toMatchObject({ code: 'writer_closed' });
    await small.remove();
  });

  test('keeps hostile text: surrogates, NUL, floats, __proto__ and great depth', async () => {
    const deep = JSON.parse('{"a":'.repeat(60) + '1' + '}'.repeat(60)) as Record<string, never>;
    const attributes = JSON.parse('{"__proto__":"x","s":"\\ud800 \\u0000","f":0.1,"big":1e300}') as Record<
      string,
      never
    >;
    const event = auditEvent({ attributes: { ...attributes, deep }, content: { prompt: 'cut \ud83d' } });
    Object.defineProperty(event.attributes, '__proto__', { value: 'x', enumerable: true });
    await store.writer.append(ACME, [eventMasker.mask(event)]);
    const [row] = await rows();
    const stored = JSON.parse(row?.attributes ?? '') as Record<string, unknown>;
    expect(stored).toMatchObject({ s: '\ufffd ', f: '0.1', big: '1e+300' });
    expect(row?.attributes).toContain('"__proto__":"x"');
    expect(row?.attributes).toContain('[TOO_DEEP]');
  });
});
