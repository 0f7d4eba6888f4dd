// Reads the rows of a part of an hour as they are: SQLite sorts whatever it is to group, which takes longer than to read it.
import type BetterSqlite3 from 'better-sqlite3';
import { ADMINISTRATION_PLANE } from '../administration/record.ts';
import type { FiguredRow } from '../rollups/figures.ts';
import type { SealedRow } from '../row.ts';
import type { Edge } from './rolled-period.ts';
import type { RolledQuestion } from './rolled-usage-sql.ts';
import { inOrder, sqlText, type SqlText } from './sql-text.ts';
import { millisecondsToNanoseconds } from './time.ts';
import { ACTOR } from './totals.ts';

type Sum = number | null;

/** Who was there, and with what value in the dimension. */
export type MemberRow = readonly [value: string | null, session: string | null, actor: string | null];

export type EdgeRow = readonly [
  ...MemberRow,
  ...[event: string, decision: SealedRow['decision'], redactions: string],
  ...[input: Sum, output: Sum, cacheRead: Sum, cacheCreation: Sum, used: Sum, cost: Sum],
];

export interface EdgeReader {
  /** False where the rollups know of no such row in the hour: most rows are of a session. */
  hasRows(hour: number): boolean;
  rows(edge: Edge): EdgeRow[];
  /** Each once. */
  members(edge: Edge): MemberRow[];
}

export function createEdgeReader(
  connection: BetterSqlite3.Database,
  { tenant, dimension, value, rowValue, rowCondition, byDay }: RolledQuestion,
): EdgeReader {
  const within = ({ from, to }: Edge): SqlText =>
    inOrder(
      rowCondition,
      sqlText(
        `AND plane <> '${ADMINISTRATION_PLANE}' AND tenant = ? AND occurred_at >= ? AND occurred_at < ?`,
        ...[tenant, millisecondsToNanoseconds(from), millisecondsToNanoseconds(to)],
      ),
    );
  const select = <Row>(what: string, columns: string, edge: Edge): Row[] => {
    const group = byDay ? 'NULL' : rowValue;
    const { sql, bindings } = inOrder(what, group, `, ${columns} FROM audit_logs WHERE`, within(edge));
    const statement = connection.prepare<unknown[], Row>(sql).raw();
    return statement.all(...bindings);
  };
  return {
    hasRows: (hour) => connection.prepare(CELL).get({ tenant, dimension, hour, value }) !== undefined,
    rows: (edge) => select<EdgeRow>('SELECT', `${MEMBER}, ${FIGURED}`, edge),
    members: (edge) => select<MemberRow>('SELECT DISTINCT', MEMBER, edge),
  };
}

const CELL = `SELECT 1 FROM usage_rollups WHERE tenant = $tenant AND dimension = $dimension AND hours = 1
  AND start = $hour AND value = coalesce($value, value) LIMIT 1`;

const MEMBER = `session_id, ${ACTOR}`;
const FIGURED = `event, decision, redactions, tokens_input, tokens_output, tokens_cache_read, tokens_cache_creation,
  tokens_used, cost_nano_usd`;

export function figuredRow(row: EdgeRow): FiguredRow {
  return {
    event: row[3],
    decision: row[4],
    redactions: row[5],
    tokens_input: row[6],
    tokens_output: row[7],
    tokens_cache_read: row[8],
    tokens_cache_creation: row[9],
    tokens_used: row[10],
    cost_nano_usd: row[11],
  };
}
