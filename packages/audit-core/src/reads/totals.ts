// The figures of sessions and usage, counted from rows: one list, so that two reports cannot disagree.
import type { Knex } from 'knex';
import { dialectOf, sumSql, type Dialect } from '../store/dialect.ts';
import { FIGURES, type FigureName } from '../rollups/figures.ts';

export interface Totals {
  readonly events: number;
  readonly prompts: number;
  readonly tool_calls: number;
  readonly approvals: number;
  readonly rejections: number;
  readonly api_requests: number;
  readonly errors: number;
  readonly redacted: number;
  readonly tokens_input: number;
  readonly tokens_output: number;
  readonly tokens_cache_read: number;
  readonly tokens_cache_creation: number;
  readonly tokens_used: number;
  readonly cost_usd: number;
}

type Aggregates = Readonly<Record<FigureName, number>>;

const count = (condition: string): string => `coalesce(sum(CASE WHEN ${condition} THEN 1 ELSE 0 END), 0)`;

function totalsSql(dialect: Dialect): Readonly<Record<FigureName, string>> {
  const sum = (column: string): string => sumSql(dialect, column);
  return {
    events: 'count(*)',
    prompts: count("event = 'user_prompt'"),
    tool_calls: count("event = 'tool_result'"),
    approvals: count("event = 'tool_decision' AND decision = 'allowed'"),
    rejections: count("event = 'tool_decision' AND decision = 'blocked'"),
    api_requests: count("event = 'api_request'"),
    errors: count("decision = 'error'"),
    redacted: count("redactions <> '{}'"),
    tokens_input: sum('tokens_input'),
    tokens_output: sum('tokens_output'),
    tokens_cache_read: sum('tokens_cache_read'),
    tokens_cache_creation: sum('tokens_cache_creation'),
    tokens_used: sum('tokens_used'),
    cost_nano_usd: sum('cost_nano_usd'),
  };
}

/** Each figure, counted from rows, in the order of the rollups' columns. */
export function countedFigures(dialect: Dialect): Readonly<Record<string, string>> {
  const totals = totalsSql(dialect);
  return Object.fromEntries(FIGURES.map((name) => [name, totals[name]]));
}

/** Text by its bytes, whatever the database was made with: both databases, and the rollups, then agree on the least. */
const bytes = (dialect: Dialect, sql: string): string =>
  dialect === 'postgres' ? `${sql} COLLATE "C"` : sql;

/** The one plane that a session is shown with. */
export function leastPlaneSql(dialect: Dialect): string {
  return `min(${bytes(dialect, 'plane')})`;
}

/** The one identity that a session is shown with. */
export function actorSql(dialect: Dialect): string {
  return `max(${bytes(dialect, ACTOR)})`;
}

/** Who acted, by the best identity the client claimed. */
export const ACTOR = 'coalesce(user_email, user_account_uuid, user_id)';

export function selectTotals(knex: Knex): Knex.Raw[] {
  return Object.entries(countedFigures(dialectOf(knex))).map(([name, sql]) => knex.raw(`${sql} AS ${name}`));
}

/** The figures alone, out of a row that may carry a group beside them. */
export function totalsOf(row: Aggregates): Totals {
  return {
    events: row.events,
    prompts: row.prompts,
    tool_calls: row.tool_calls,
    approvals: row.approvals,
    rejections: row.rejections,
    api_requests: row.api_requests,
    errors: row.errors,
    redacted: row.redacted,
    tokens_input: row.tokens_input,
    tokens_output: row.tokens_output,
    tokens_cache_read: row.tokens_cache_read,
    tokens_cache_creation: row.tokens_cache_creation,
    tokens_used: row.tokens_used,
    cost_usd: row.cost_nano_usd / 1e9,
  };
}

export type TotalsRow = Aggregates;

/** What is known of a session, whichever way it was found out. */
export interface SummaryRow extends TotalsRow {
  readonly session_id: string;
  readonly plane: string;
  readonly actor: string | null;
  readonly started: string;
  readonly ended: string;
  readonly newest: number;
  readonly turns: number;
}
