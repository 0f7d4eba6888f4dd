// A store in partitions whose rows came over several months, with sessions that go on from one to the next.
import {
  createSigner,
  detachPartitions,
  enablePartitions,
  erase,
  placeHold,
  readAdministration,
  verify,
  type DetachReport,
  type VerifyMode,
  type VerifyOptions,
  type VerifyReport,
} from '../../src/index.ts';
import type { Detachment } from '../../src/administration/record.ts';
import type { DetachOptions } from '../../src/partitions/detach-options.ts';
import { maskedEvents } from './events.ts';
import { ACME, GLOBEX, testStore, type TestStore } from './store.ts';

const DAY_MS = 86_400_000;

/** Rows a month of `acme`, counted with the acts that stand among them. */
export const MONTHS = { first: Date.UTC(2026, 0, 10), rows: 12, count: 4 } as const;

/** Detaches the first two months. */
export const OLDER_THAN = Date.UTC(2026, 2, 1);

export interface Months extends TestStore {
  detach(change?: Partial<DetachOptions>): Promise<DetachReport[]>;
  check(mode?: VerifyMode, change?: Partial<VerifyOptions>): Promise<VerifyReport>;
  append(count: number, salt: string, sessionId?: string): Promise<unknown>;
  /** What the chain of acme says was detached. */
  detachments(): Promise<Detachment[]>;
}

/**
 * January (12 rows of acme, then an erasure and a hold that covers nothing), February to April (12 rows each), some of
 * globex in each. Sessions go through all of it.
 */
export async function createMonths(): Promise<Months> {
  const store = await testStore('postgres', { checkpointInterval: { rows: 8, ms: 60_000 } });
  const { database, clock, key } = store;
  clock.set(MONTHS.first);
  const signer = createSigner({ key });
  const deps = { database, clock, signer, actor: 'cli' };
  const append = (count: number, salt: string, sessionId = 'long-session'): Promise<unknown> =>
    store.writer.append(ACME, eventsAt(clock.now(), count, salt, sessionId));
  await fillMonth(store, append, 0);
  await erase({ ...deps, tenant: 'acme', selector: { by: 'session', value: 'erased' }, onHold: 'refuse' });
  await placeHold(deps, 'acme', { hold: 'elsewhere', scope: 'user', value: 'nobody@acme.example' });
  await enablePartitions({ database, clock }, 'month');
  for (let month = 1; month < MONTHS.count; month += 1) {
    clock.set(Date.UTC(2026, month, 10));
    await fillMonth(store, append, month);
  }
  return {
    ...store,
    append,
    detachments: async () => {
      const acts = await readAdministration(database.knex, 'acme', ['detachment']);
      return acts.map(({ record }) => record as Detachment);
    },
    detach: (change = {}) => detachPartitions({ ...deps, olderThan: OLDER_THAN, ...change }),
    check: (mode = 'deep', change = {}) =>
      verify({ database, clock, trustedKeys: [key.publicKey], mode, ...change }),
  };
}

async function fillMonth(
  { clock, writer }: TestStore,
  append: Months['append'],
  month: number,
): Promise<void> {
  await append(5, `${month}-a`);
  await append(3, `${month}-b`, month === 0 ? 'erased' : `session-${month}`);
  clock.advance(DAY_MS);
  await append(4, `${month}-c`);
  await writer.append(GLOBEX, eventsAt(clock.now(), 3, `${month}-g`, 'theirs'));
}

function eventsAt(now: number, count: number, salt: string, sessionId: string) {
  const occurredAt = `${now}000000`;
  return maskedEvents(count, { sessionId, occurredAt, correlationId: `${salt}-turn` }, salt);
}
