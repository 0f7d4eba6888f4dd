// Groups that are sealed while the one before them is landed: the same chain, also where that one is not committed after all.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { databaseKinds, type DatabaseKind } from '@governance-agent/testkit';
import {
  createAuditWriter,
  createSigner,
  verify,
  type AuditWriter,
  type Database,
  type MaskedEvent,
  type Signer,
} from '../src/index.ts';
import { maskedEvents } from './support/events.ts';
import { ACME, testStore, type TestStore } from './support/store.ts';

const EACH = 20;
/** Three groups: the second is long enough to be sealed while the first is landed. */
const REQUESTS = 60;
/** seq, behind one row and 25 requests */
const SECOND_GROUP = 2 + 25 * EACH;
const POISONED = 'poisoned';

const SEQ_LINE = 2;
const firstSeq = ([message]: readonly Uint8Array[]): number =>
  Number(
    Buffer.from(message ?? [])
      .toString()
      .split('\n')[SEQ_LINE],
  );

const request = (index: number): MaskedEvent[] => maskedEvents(EACH, {}, `request ${index}/`);

describe.each(databaseKinds)('on %s', (kind) => {
  let store: TestStore;
  let writer: AuditWriter;
  /** Whether the second group began to be signed before a request of the first was answered. */
  let ahead: number;
  let answered: number;

  beforeEach(async () => {
    store = await testStore(kind);
    [ahead, answered] = [0, 0];
    writer = createAuditWriter({
      database: store.database,
      clock: store.clock,
      signer: watched(createSigner({ key: store.key })),
    });
    await writer.append(ACME, maskedEvents(1, {}, 'first'));
  });
  afterEach(async () => {
    await writer.close();
    await store.remove();
  });

  const size = async (): Promise<number> => {
    const heads = await store.database.knex('chain_heads').where({ tenant: 'acme' }).pluck<number[]>('size');
    return heads[0] ?? 0;
  };

  function watched(signer: Signer): Signer {
    return {
      ...signer,
      signMany: async (messages) => {
        if (firstSeq(messages) === SECOND_GROUP && answered === 0) ahead += 1;
        return (await signer.signMany?.(messages)) ?? [];
      },
    };
  }

  const send = (events: readonly MaskedEvent[][]) =>
    Promise.allSettled(
      events.map(async (one) => {
        const receipt = await writer.append(ACME, one);
        answered += 1;
        return receipt;
      }),
    );
  const report = () =>
    verify({
      database: store.database,
      clock: store.clock,
      trustedKeys: [store.key.publicKey],
      mode: 'deep',
    });

  test('every request lands once, in one chain, its rollups what its rows say', async () => {
    const answers = await send(Array.from({ length: REQUESTS }, (_, index) => request(index)));
    expect(answers.every(({ status }) => status === 'fulfilled')).toBe(true);
    expect(ahead).toBe(1);
    expect(await report()).toMatchObject({ verdict: 'verified' });
    expect(await size()).toBe(1 + REQUESTS * EACH);
  });

  test('what the group before brought is known', async () => {
    const first = Array.from({ length: 25 }, (_, index) => request(index));
    const answers = await send([...first, ...first, request(99)]);
    expect(ahead).toBe(0);
    const added = answers.map((answer) => (answer.status === 'fulfilled' ? answer.value.appended : -1));
    expect(added).toEqual([...first.map(() => EACH), ...first.map(() => 0), EACH]);
    expect(await report()).toMatchObject({ verdict: 'verified' });
  });

  test('where the group before is not committed after all, those behind it are sealed again', async () => {
    await poison(store.database, kind);
    const poisoned = maskedEvents(1, { sessionId: POISONED }, 'poisoned');
    const requests = Array.from({ length: REQUESTS }, (_, index) => request(index));
    const answers = await send(
      requests.map((events, at) => (at === 3 ? [...events.slice(1), ...poisoned] : events)),
    );
    expect(answers.flatMap(({ status }, at) => (status === 'rejected' ? [at] : []))).toEqual([3]);
    expect(ahead).toBe(1);
    expect(await report()).toMatchObject({ verdict: 'verified' });
    expect(await size()).toBe(1 + (REQUESTS - 1) * EACH);
  });
});

/** Refuses the summary of one session when the group behind has been sealed: what is counted last, or the commit. */
async function poison({ knex }: Database, kind: DatabaseKind): Promise<void> {
  if (kind === 'sqlite') {
    await knex.raw(`CREATE TRIGGER refuse BEFORE INSERT ON session_summaries WHEN NEW.session_id = '${POISONED}'
      BEGIN SELECT RAISE(ABORT, 'refused'); END`);
    return;
  }
  await knex.raw(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.session_id = '${POISONED}' THEN RAISE EXCEPTION 'refused' USING ERRCODE = 'check_violation'; END IF;
    RETURN NEW; END $$`);
  await knex.raw(`CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON session_summaries DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION refuse()`);
}
