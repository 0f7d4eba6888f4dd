// Reads what a walk over a chain asks for beside its rows: counters of sessions, places in time, administrative rows.
import type { Knex } from 'knex';
import { ADMINISTRATION_PLANE } from '../administration/record.ts';
import type { SessionClaim } from '../chain/session-counters.ts';
import type { StoredRow } from '../chain/stored-row.ts';
import type { ClientGaps } from '../chain/verdict.ts';
import { dialectOf, isPostgres, sumSql } from './dialect.ts';
import { readRows } from './chain-rows.ts';
import { leavesOf, sessionHash } from './leaves.ts';

const PAGE_ROWS = 1000;

/** Every row of the plane `agent` up to `through`, in order of seq. */
export async function readAdministrationRows(
  knex: Knex,
  tenant: string,
  through: number,
): Promise<StoredRow[]> {
  const rows: StoredRow[] = [];
  for (let after = 0; ;) {
    const page: StoredRow[] = await readRows(knex, tenant)
      // The literal makes the partial index usable on both databases.
      .whereRaw(`l.plane = '${ADMINISTRATION_PLANE}'`)
      .where('l.seq', '>', after)
      .where('l.seq', '<=', through)
      .limit(PAGE_ROWS);
    rows.push(...page);
    if (page.length < PAGE_ROWS) return rows;
    after = page.at(-1)?.seq ?? Infinity;
  }
}

// Without statistics the planner would rather walk the whole chain than look up the claims one by one.
const SQLITE_COUNTERS = `SELECT l.session_id AS session, max(l.session_seq) AS counter
  FROM json_each(?) AS c CROSS JOIN audit_logs AS l ON l.tenant = ? AND l.session_id = json_extract(c.value, '$[0]')
   AND l.session_seq IN (json_extract(c.value, '$[1]') - 1, json_extract(c.value, '$[1]'))
  WHERE +l.seq < ? GROUP BY l.session_id`;

const POSTGRES_COUNTERS = `WITH c AS (SELECT * FROM unnest(?::text[], ?::bigint[]) AS c(session, counter))
  SELECT session, max(counter) AS counter FROM (
    SELECT l.session_id AS session, l.session_seq AS counter FROM c JOIN audit_logs AS l ON l.tenant = ?
     AND l.session_id = c.session AND l.session_seq IN (c.counter - 1, c.counter) WHERE l.seq < ?
    UNION ALL
    SELECT c.session, d.session_seq FROM c JOIN detached_rows AS d ON d.tenant = ?
     AND d.session = ${sessionHash('c.session')} AND d.session_seq IN (c.counter - 1, c.counter) WHERE d.seq < ?
  ) AS found GROUP BY session`;

/**
 * The newest counter of each session before a row, as far as the claim tells: a claim of n follows n-1 and nothing
 * newer, so two places of the index say all that is asked, however long the session is.
 */
export async function readCounters(
  knex: Knex,
  tenant: string,
  before: number,
  claims: readonly SessionClaim[],
): Promise<ReadonlyMap<string, number>> {
  const sound = claims.filter(({ counter }) => counter >= 1 && Number.isSafeInteger(counter));
  if (sound.length === 0 || before <= 1) return new Map();
  const rows = isPostgres(knex)
    ? await rawRows(knex, POSTGRES_COUNTERS, [
        sound.map(({ session }) => session),
        sound.map(({ counter }) => counter),
        ...[tenant, before, tenant, before],
      ])
    : await rawRows(knex, SQLITE_COUNTERS, [
        JSON.stringify(sound.map(({ session, counter }) => [session, counter])),
        tenant,
        before,
      ]);
  return new Map(rows.map(({ session, counter }) => [session, counter]));
}

interface CounterRow {
  readonly session: string;
  readonly counter: number;
}

// The two drivers wrap the rows of raw SQL differently.
async function rawRows(knex: Knex, sql: string, bindings: readonly unknown[]): Promise<CounterRow[]> {
  const result: unknown = await knex.raw(sql, bindings as Knex.RawBinding[]);
  return (isPostgres(knex) ? (result as { rows: CounterRow[] }).rows : result) as CounterRow[];
}

/** When a row was received, Unix milliseconds; null without the row. */
export async function readReceivedAt(knex: Knex, tenant: string, seq: number): Promise<number | null> {
  for (const table of ['audit_logs', 'detached_rows']) {
    const row = await knex(table)
      .where({ tenant, seq })
      .first<{ received_at: number } | undefined>('received_at');
    if (row !== undefined) return row.received_at;
  }
  return null;
}

export async function readRowHash(knex: Knex, tenant: string, seq: number): Promise<string | null> {
  const leaf = await leavesOf(knex, tenant)
    .where({ seq })
    .first<{ row_hash: string } | undefined>('row_hash');
  return leaf?.row_hash ?? null;
}

/** The first row received at or after a time, `Infinity` without one. The collector's clock never goes back in a chain. */
export async function readFirstAt(
  knex: Knex,
  tenant: string,
  since: number,
  newest: number,
): Promise<number> {
  let [low, high] = [1, newest + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (((await readReceivedAt(knex, tenant, middle)) ?? -Infinity) < since) low = middle + 1;
    else high = middle;
  }
  return low > newest ? Infinity : low;
}

const DETACHED_PART = `SELECT 1 FROM detached_rows AS d WHERE d.tenant = ? AND d.session = ${sessionHash('holes.session')}`;

/**
 * Holes in the clients' own counters, per session. A counter begins anew with each process of the client and its
 * numbers may come in any order or from two processes at once: so what is counted is numbers between a session's
 * smallest and largest that never came. That is a lower bound.
 * @param session this one alone.
 */
export async function readClientGaps(
  knex: Knex,
  tenant: string,
  from: number,
  through: number,
  session?: string,
): Promise<ClientGaps> {
  const holes = knex('audit_logs')
    .where(session === undefined ? { tenant } : { tenant, session_id: session })
    .where('seq', '>=', from)
    .where('seq', '<=', through)
    .whereNotNull('session_id')
    .whereNotNull('client_sequence')
    .groupByRaw("session_id || ''")
    .max({ session: 'session_id' })
    .select(
      knex.raw(
        'max(client_sequence) - min(client_sequence) + 1 - count(DISTINCT client_sequence) AS missing',
      ),
    )
    .as('holes');
  const gaps = knex.from(holes).where('missing', '>', 0);
  // Numbers of rows that were detached are not here any more: they did arrive.
  if (isPostgres(knex)) void gaps.whereRaw(`NOT EXISTS (${DETACHED_PART})`, [tenant]);
  const found = await gaps.first<{ sessions: number; missing: number | null } | undefined>(
    knex.raw('count(*) AS sessions'),
    knex.raw(`${sumSql(dialectOf(knex), 'missing')} AS missing`),
  );
  return { sessions: found?.sessions ?? 0, missing: found?.missing ?? 0 };
}
