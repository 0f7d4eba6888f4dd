// Sessions of one tenant: a summary each, and one session as a timeline of turns.
import type { Knex } from 'knex';
import type { Database } from '../store/database.ts';
import { decodeCursor, pageOf } from './cursor.ts';
import { decisionRecord, type DecisionRecord, type RowWithContent } from './decision.ts';
import { MAX_PAGE, rowsWithContent } from './decisions.ts';
import { applyFiltersCounting, isNarrow, type DecisionFilters } from './filters.ts';
import { guarded } from './guarded.ts';
import { whereInScope, type ReadScope } from './read-scope.ts';
import { nanosecondsToIso } from './time.ts';
import { rolledSessions } from './rolled-sessions.ts';
import { actorSql, leastPlaneSql, selectTotals, totalsOf, type SummaryRow, type Totals } from './totals.ts';
import { dialectOf } from '../store/dialect.ts';

export interface SessionSummary extends Totals {
  readonly session_id: string;
  readonly plane: string;
  /** the identity the client claimed, or null */
  readonly user: string | null;
  readonly started_at: string;
  readonly ended_at: string;
  readonly turns: number;
}

export interface SessionPage {
  readonly sessions: readonly SessionSummary[];
  readonly next_cursor: string | null;
}

export interface SessionQuery extends DecisionFilters {
  readonly limit?: number;
  readonly cursor?: string;
}

/** Everything that shares one prompt.id; `correlation_id` is null for what belongs to no prompt. */
export interface Turn {
  readonly correlation_id: string | null;
  readonly started_at: string;
  readonly cost_usd: number;
  readonly tokens_used: number;
  readonly decisions: readonly DecisionRecord[];
}

export interface SessionTimeline {
  readonly session: SessionSummary;
  readonly turns: readonly Turn[];
  readonly next_cursor: string | null;
}

/** Most recently active first. @throws AuditError `invalid_cursor`, `store_unavailable`. */
export function readSessions(
  database: Database,
  scope: ReadScope,
  query: SessionQuery = {},
): Promise<SessionPage> {
  return pageOfSessions(query, (limit) => summaries(database, scope, query, limit));
}

/** The same, always counted from rows. @throws AuditError `invalid_cursor`, `store_unavailable`. */
export function countSessions(
  { knex }: Database,
  scope: ReadScope,
  query: SessionQuery = {},
): Promise<SessionPage> {
  return pageOfSessions(query, (limit) => countRows(knex, scope, query, limit));
}

function pageOfSessions(
  query: SessionQuery,
  read: (limit: number) => Promise<readonly SummaryRow[]>,
): Promise<SessionPage> {
  return guarded(async () => {
    const limit = Math.min(Math.max(1, query.limit ?? 100), MAX_PAGE);
    const rows = await read(limit + 1);
    const { page, next_cursor } = pageOf(rows, limit, ({ newest }) => newest);
    return { sessions: page.map(summaryOf), next_cursor };
  });
}

/** One session with its rows in the order they were stored, or null when there is none of that id in scope. */
export function readSession(
  database: Database,
  scope: ReadScope,
  sessionId: string,
  { limit = MAX_PAGE, cursor }: { readonly limit?: number; readonly cursor?: string } = {},
): Promise<SessionTimeline | null> {
  return guarded(async () => {
    const [summary] = await summaries(database, scope, { columns: { session_id: sessionId } }, 1);
    if (summary === undefined) return null;
    const after = cursor === undefined ? 0 : decodeCursor(cursor);
    const rows = await timelineRows(database, scope, sessionId, after, limit + 1);
    const { page, next_cursor } = pageOf(rows, limit, ({ session_seq }) => session_seq);
    return {
      session: summaryOf(summary),
      turns: turnsOf(page.map(decisionRecord)),
      next_cursor,
    };
  });
}

async function summaries(
  { knex }: Database,
  scope: ReadScope,
  query: SessionQuery,
  limit: number,
): Promise<SummaryRow[]> {
  return (await rolledSessions(knex, scope, query, limit)) ?? countRows(knex, scope, query, limit);
}

async function countRows(
  knex: Knex,
  scope: ReadScope,
  query: SessionQuery,
  limit: number,
): Promise<SummaryRow[]> {
  const dialect = dialectOf(knex);
  const select = applyFiltersCounting(knex('audit_logs'), knex, scope, query)
    .whereNotNull('session_id')
    // Without statistics SQLite would rather walk all rows session by session than sort the few there are.
    .groupByRaw(dialect === 'sqlite' && isNarrow(scope, query) ? '+session_id' : 'session_id')
    .select('session_id', ...selectTotals(knex))
    .select(knex.raw(`${leastPlaneSql(dialect)} AS plane`))
    .min({ started: 'occurred_at' })
    .max({ ended: 'occurred_at', newest: 'seq' })
    .countDistinct({ turns: 'correlation_id' })
    .select(knex.raw(`${actorSql(dialect)} AS actor`))
    .orderBy('newest', 'desc')
    .limit(limit);
  if (query.cursor !== undefined) void select.havingRaw('max(seq) < ?', [decodeCursor(query.cursor)]);
  return (await select) as SummaryRow[];
}

async function timelineRows(
  { knex }: Database,
  scope: ReadScope,
  sessionId: string,
  after: number,
  limit: number,
): Promise<RowWithContent[]> {
  const select = whereInScope(rowsWithContent(knex), scope, 'audit_logs')
    .where('audit_logs.session_id', sessionId)
    .where('audit_logs.session_seq', '>', after)
    .orderBy('audit_logs.session_seq')
    .limit(limit);
  return (await select) as RowWithContent[];
}

function summaryOf(row: SummaryRow): SessionSummary {
  const { session_id, plane, actor, started, ended, turns } = row;
  const times = { started_at: nanosecondsToIso(started), ended_at: nanosecondsToIso(ended) };
  return { session_id, plane, user: actor, ...times, turns, ...totalsOf(row) };
}

function turnsOf(decisions: readonly DecisionRecord[]): Turn[] {
  const turns = new Map<string | null, DecisionRecord[]>();
  for (const decision of decisions) {
    const turn = turns.get(decision.correlation_id);
    if (turn === undefined) turns.set(decision.correlation_id, [decision]);
    else turn.push(decision);
  }
  return [...turns].map(([correlation_id, rows]) => ({
    correlation_id,
    started_at: rows.map(({ occurred_at }) => occurred_at).reduce((a, b) => (a < b ? a : b)),
    cost_usd: rows.reduce((total, { cost_usd }) => total + (cost_usd ?? 0), 0),
    tokens_used: rows.reduce((total, { tokens_used }) => total + (tokens_used ?? 0), 0),
    decisions: rows,
  }));
}
