// Reads the rollups of a tenant as they stand at one moment, as facts to compare with those of the rows.
import type { Knex } from 'knex';
import { isPostgres } from './dialect.ts';
import {
  createFactCollector,
  createFactMaker,
  type FactCollector,
  type FactMaker,
  type FactSets,
} from '../rollups/facts.ts';
import { NEVER } from '../rollups/reach.ts';
import { createReachOfMembers, type ReachOfMembers, type ReachPlace } from '../rollups/reach-of-members.ts';
import { distinctName, SESSIONS_NAME, TURNS_NAME, usageName } from '../rollups/rollup-names.ts';
import { createMemberFacts } from '../rollups/member-facts.ts';
import {
  CELL_COLUMNS,
  FIGURED_COLUMNS,
  MEMBER_COLUMNS,
  REACH_COLUMNS,
  SESSION_COLUMNS,
  sessionMember,
  SUM_COLUMNS,
} from '../rollups/tables.ts';
import { readRolledAttributes } from './rolled-attributes.ts';
import { isRolled, type StoredHead } from './rolled-head.ts';
import { readRollupPages, type RollupTable, type RollupValues } from './rollup-pages.ts';

/** Plain data. */
export interface StoredRollups {
  /** rows of the chain at that moment */
  readonly size: number;
  /** false: an older version wrote beside this one, and reads count rows */
  readonly isRolled: boolean;
  /** that usage is rolled up by */
  readonly attributes: readonly string[];
  readonly facts: FactSets;
  /** names of rollups that disagree with one another */
  readonly inconsistent: readonly string[];
}

export function readStoredRollups(knex: Knex, tenant: string, secret: string): Promise<StoredRollups> {
  // One moment: rows go on being written.
  const config = isPostgres(knex) ? ({ isolationLevel: 'repeatable read', readOnly: true } as const) : {};
  return knex.transaction((trx) => readAll(trx, tenant, secret), config);
}

async function readAll(trx: Knex, tenant: string, secret: string): Promise<StoredRollups> {
  const head = await trx<StoredHead>('chain_heads').where({ tenant }).first('size', 'rolled');
  const make = createFactMaker(secret);
  const facts = createFactCollector();
  const wrong = new Set<string>();
  const reader: Reader = { trx, tenant, make, facts, wrong };
  const sessions = await readSessions(reader);
  await readCounts(reader, await readMembers(reader, sessions));
  return {
    size: head?.size ?? 0,
    isRolled: head === undefined || isRolled(head),
    attributes: await readRolledAttributes(trx),
    facts: facts.end(),
    inconsistent: [...wrong],
  };
}

interface Reader {
  readonly trx: Knex;
  readonly tenant: string;
  readonly make: FactMaker;
  readonly facts: FactCollector;
  /** names of rollups */
  readonly wrong: Set<string>;
}

/** @returns session ids by the numbers that name them. */
async function readSessions({
  trx,
  tenant,
  make,
  facts,
  wrong,
}: Reader): Promise<ReadonlyMap<string, string>> {
  const turns = new Map<string, number>();
  for await (const rows of readRollupPages(trx, tenant, TURNS))
    for (const [session, turn] of rows) {
      facts.add(TURNS_NAME, make(text(session), text(turn)));
      turns.set(text(session), (turns.get(text(session)) ?? 0) + 1);
    }
  const names = new Map<string, string>();
  for await (const rows of readRollupPages(trx, tenant, SESSIONS))
    for (const row of rows) {
      const [session, first] = [text(row[0]), Number(row[1])];
      // All but the last, which is the count of turns.
      facts.add(SESSIONS_NAME, make(...row.slice(0, SUM_COLUMNS.length)));
      if (Number(row[SUM_COLUMNS.length]) !== (turns.get(session) ?? 0)) wrong.add(SESSIONS_NAME);
      names.set(sessionMember(first), session);
    }
  return names;
}

const TURNS: RollupTable = { name: 'session_turns', columns: ['session_id', 'correlation_id'], keys: 2 };
const SESSIONS: RollupTable = { name: 'session_summaries', columns: SESSION_COLUMNS, keys: 1 };
const MEMBERS: RollupTable = { name: 'usage_members', columns: MEMBER_COLUMNS, keys: 5 };
const CELLS: RollupTable = { name: 'usage_rollups', columns: CELL_COLUMNS, keys: 4 };
const REACH: RollupTable = { name: 'usage_reach', columns: REACH_COLUMNS, keys: 6 };

async function readMembers(
  { trx, tenant, make, facts }: Reader,
  sessions: ReadonlyMap<string, string>,
): Promise<ReachOfMembers> {
  const made = createMemberFacts(make);
  const reach = createReachOfMembers();
  for await (const rows of readRollupPages(trx, tenant, MEMBERS))
    for (const row of rows) {
      const [kind, stored, dimension, value] = [text(row[0]), text(row[1]), text(row[2]), text(row[3])];
      const hour = Number(row[4]);
      const member = kind === 'session' ? (sessions.get(stored) ?? null) : stored;
      facts.add(distinctName(dimension), made.fact(kind, member, made.where(dimension, value, hour)));
      reach.member([kind, stored, dimension, value], hour);
    }
  return reach;
}

/** Sums by what the rows must say, distinct counts by what the members say. */
async function readCounts(reader: Reader, reach: ReachOfMembers): Promise<void> {
  const { trx, tenant, make, facts, wrong } = reader;
  const check = (place: ReachPlace, members: number): void => {
    if (!reach.isCount(place, members)) wrong.add(distinctName(place.dimension));
  };
  for await (const rows of readRollupPages(trx, tenant, CELLS))
    for (const row of rows) {
      const [dimension, hours, start, value] = [text(row[0]), Number(row[1]), Number(row[2]), text(row[3])];
      facts.add(usageName(dimension), make(...row.slice(0, FIGURED_COLUMNS.length)));
      const [sessions, users] = row.slice(FIGURED_COLUMNS.length).map(Number);
      const place = { dimension, hours, start, value, previous: NEVER };
      if (sessions !== undefined && sessions !== 0) check({ ...place, kind: 'session' }, sessions);
      if (users !== undefined && users !== 0) check({ ...place, kind: 'user' }, users);
    }
  for await (const rows of readRollupPages(trx, tenant, REACH))
    for (const row of rows) {
      const place = reachPlace(row);
      if (place.previous === NEVER) wrong.add(distinctName(place.dimension));
      else check(place, Number(row[6]));
    }
  for (const dimension of reach.missing()) wrong.add(distinctName(dimension));
}

/** In the order of `REACH_COLUMNS`. */
function reachPlace([dimension, kind, hours, start, value, previous]: RollupValues): ReachPlace {
  return {
    ...{ dimension: text(dimension), kind: text(kind), value: text(value) },
    ...{ hours: Number(hours), start: Number(start), previous: Number(previous) },
  };
}

function text(value: string | number | null | undefined): string {
  return String(value ?? '');
}
