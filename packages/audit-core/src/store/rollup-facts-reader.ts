// Reads the rollups of a tenant as they stand at one moment, as facts to compare with those of the rows.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Knex } from 'knex';
import { isPostgres } from '../migrations/migration.ts';
import { sessionFact } from '../rollups/expected-rollups.ts';
import { createFactCollector, createFactMaker, type FactMaker, type FactSets } from '../rollups/facts.ts';
import { FIGURES, type FigureName } from '../rollups/figures.ts';
import { createReachOfMembers } from '../rollups/reach-of-members.ts';
import { distinctName, SESSIONS_NAME, TURNS_NAME, usageName } from '../rollups/rollup-names.ts';
import type { SessionSum } from '../rollups/rollup-delta.ts';
import {
  CELL_COLUMNS,
  MEMBER_COLUMNS,
  REACH_COLUMNS,
  SESSION_COLUMNS,
  sessionMember,
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
  for await (const row of rowsOf(trx, 'usage_rollups', CELL_COLUMNS, 4, tenant))
    facts.add(usageName(text(row['dimension'])), [
      make(...CELL_COLUMNS.map((column) => row[column] ?? null)),
    ]);
  const sessions = await readSessions(trx, tenant, make, facts, wrong);
  await readMembers(trx, tenant, make, facts, sessions, wrong);
  return {
    size: head?.size ?? 0,
    isRolled: head === undefined || isRolled(head),
    attributes: await readRolledAttributes(trx),
    facts: facts.end(),
    inconsistent: [...wrong],
  };
}

type Facts = ReturnType<typeof createFactCollector>;

/** @returns session ids by the numbers that name them. */
async function readSessions(
  trx: Knex,
  tenant: string,
  make: FactMaker,
  facts: Facts,
  wrong: Set<string>,
): Promise<ReadonlyMap<string, string>> {
  const turns = new Map<string, number>();
  for await (const row of rowsOf(trx, 'session_turns', ['session_id', 'correlation_id'], 2, tenant)) {
    const session = text(row['session_id']);
    facts.add(TURNS_NAME, [make(session, text(row['correlation_id']))]);
    turns.set(session, (turns.get(session) ?? 0) + 1);
  }
  const names = new Map<string, string>();
  for await (const row of rowsOf(trx, 'session_summaries', SESSION_COLUMNS, 1, tenant)) {
    // The columns are those of the table.
    const sum = row as unknown as SessionSum & Record<FigureName | 'turns', number>;
    facts.add(SESSIONS_NAME, [make(...sessionFact({ ...sum, figures: FIGURES.map((name) => sum[name]) }))]);
    if (Number(row['turns']) !== (turns.get(sum.session_id) ?? 0)) wrong.add(SESSIONS_NAME);
    names.set(sessionMember(sum.first_seq), sum.session_id);
  }
  return names;
}

async function readMembers(
  trx: Knex,
  tenant: string,
  make: FactMaker,
  facts: Facts,
  sessions: ReadonlyMap<string, string>,
  wrong: Set<string>,
): Promise<void> {
  const reach = createReachOfMembers();
  for await (const row of rowsOf(trx, 'usage_members', MEMBER_COLUMNS, 5, tenant)) {
    const [dimension, value, kind, stored] = MEMBER_COLUMNS.map((column) => text(row[column]));
    const [name, hour] = [distinctName(dimension ?? ''), Number(row['hour'])];
    const member = kind === 'session' ? (sessions.get(stored ?? '') ?? null) : (stored ?? null);
    facts.add(name, [make(dimension ?? '', value ?? '', kind ?? '', member, hour)]);
    reach.member([dimension ?? '', value ?? '', kind ?? '', stored ?? ''], hour);
  }
  for await (const row of rowsOf(trx, 'usage_reach', REACH_COLUMNS, 6, tenant))
    if (!reach.isRow(REACH_COLUMNS.map((column) => row[column] ?? null)))
      wrong.add(distinctName(text(row['dimension'])));
  for (const dimension of reach.missing()) wrong.add(distinctName(dimension));
}

type Row = Readonly<Record<string, string | number | null>>;

const PAGE_ROWS = 2000;

/** @param keys how many of the columns are the primary key behind the tenant. */
async function* rowsOf(
  trx: Knex,
  table: string,
  columns: readonly string[],
  keys: number,
  tenant: string,
): AsyncGenerator<Row> {
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
    yield* page;
    last = page.at(-1);
    if (page.length < PAGE_ROWS) return;
  }
}

function text(value: string | number | null | undefined): string {
  return String(value ?? '');
}
