// Reads the rollups of a tenant as they stand at one moment, as facts to compare with those of the rows.
import { setImmediate as nextTurn } from 'node:timers/promises';
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
async function readSessions(reader: Reader): Promise<ReadonlyMap<string, string>> {
  const { make, facts, wrong } = reader;
  const turns = new Map<string, number>();
  for await (const rows of pagesOf(reader, 'session_turns', ['session_id', 'correlation_id'], 2))
    for (const row of rows) {
      const session = text(row['session_id']);
      facts.add(TURNS_NAME, make(session, text(row['correlation_id'])));
      turns.set(session, (turns.get(session) ?? 0) + 1);
    }
  const names = new Map<string, string>();
  for await (const rows of pagesOf(reader, 'session_summaries', SESSION_COLUMNS, 1))
    for (const row of rows) {
      const [session, values] = [text(row['session_id']), valuesOf(row, SUM_COLUMNS)];
      facts.add(SESSIONS_NAME, make(...values));
      if (Number(row['turns']) !== (turns.get(session) ?? 0)) wrong.add(SESSIONS_NAME);
      names.set(sessionMember(Number(row['first_seq'])), session);
    }
  return names;
}

async function readMembers(reader: Reader, sessions: ReadonlyMap<string, string>): Promise<ReachOfMembers> {
  const { facts } = reader;
  const made = createMemberFacts(reader.make);
  const reach = createReachOfMembers();
  for await (const rows of pagesOf(reader, 'usage_members', MEMBER_COLUMNS, 5))
    for (const row of rows) {
      const [kind, stored] = [text(row['kind']), text(row['member'])];
      const [dimension, value, hour] = [text(row['dimension']), text(row['value']), Number(row['hour'])];
      const member = kind === 'session' ? (sessions.get(stored) ?? null) : stored;
      facts.add(distinctName(dimension), made.fact(kind, member, made.where(dimension, value, hour)));
      reach.member([kind, stored, dimension, value], hour);
    }
  return reach;
}

/** Sums by what the rows must say, distinct counts by what the members say. */
async function readCounts(reader: Reader, reach: ReachOfMembers): Promise<void> {
  const { make, facts, wrong } = reader;
  const check = (place: ReachPlace, members: number): void => {
    if (!reach.isCount(place, members)) wrong.add(distinctName(place.dimension));
  };
  for await (const rows of pagesOf(reader, 'usage_rollups', CELL_COLUMNS, 4))
    for (const row of rows) {
      const place = placeOf(row);
      facts.add(usageName(place.dimension), make(...valuesOf(row, FIGURED_COLUMNS)));
      const [sessions, users] = [Number(row['sessions']), Number(row['users'])];
      if (sessions !== 0) check({ ...place, kind: 'session', previous: NEVER }, sessions);
      if (users !== 0) check({ ...place, kind: 'user', previous: NEVER }, users);
    }
  for await (const rows of pagesOf(reader, 'usage_reach', REACH_COLUMNS, 6))
    for (const row of rows) {
      const [kind, previous] = [text(row['kind']), Number(row['previous'])];
      if (previous === NEVER) wrong.add(distinctName(text(row['dimension'])));
      else check({ ...placeOf(row), kind, previous }, Number(row['members']));
    }
  for (const dimension of reach.missing()) wrong.add(distinctName(dimension));
}

function placeOf(row: Row): Omit<ReachPlace, 'kind' | 'previous'> {
  const [hours, start] = [Number(row['hours']), Number(row['start'])];
  return { dimension: text(row['dimension']), value: text(row['value']), hours, start };
}

function valuesOf(row: Row, columns: readonly string[]): (string | number | null)[] {
  return columns.map((column) => row[column] ?? null);
}

type Row = Readonly<Record<string, string | number | null>>;

const PAGE_ROWS = 1000;

/** @param keys how many of the columns are the primary key behind the tenant. */
async function* pagesOf(
  { trx, tenant }: Reader,
  table: string,
  columns: readonly string[],
  keys: number,
): AsyncGenerator<readonly Row[]> {
  const key = columns.slice(0, keys);
  const behind = `(${key.join(', ')}) > (${key.map(() => '?').join(', ')})`;
  for (let last: Row | undefined; ;) {
    await nextTurn();
    const query = trx(table)
      .where({ tenant })
      .orderBy([...key])
      .limit(PAGE_ROWS);
    const after = last;
    if (after !== undefined)
      void query.whereRaw(
        behind,
        key.map((column) => after[column] ?? null),
      );
    const page = await query.select<Row[]>([...columns]);
    yield page;
    last = page.at(-1);
    if (page.length < PAGE_ROWS) return;
  }
}

function text(value: string | number | null | undefined): string {
  return String(value ?? '');
}
