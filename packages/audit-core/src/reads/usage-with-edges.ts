// Usage out of the rollups and out of the rows at the ends of its period, as both stood at one moment.
import type BetterSqlite3 from 'better-sqlite3';
import type { Knex } from 'knex';
import { FIGURES } from '../rollups/figures.ts';
import { withSqlite } from '../store/connection.ts';
import { readCrossingSessions } from './crossing-sessions.ts';
import { readEdgeFigures, type EdgeFigures } from './edge-figures.ts';
import { rawRows } from './raw-rows.ts';
import { rolledOutwards } from './rolled-period.ts';
import { partlyWithin, rolledSessionsSql, type SessionGroups } from './rolled-session-groups.ts';
import { rolledUsageSql, type RolledQuestion } from './rolled-usage-sql.ts';
import { inOrder, sqlText, type SqlText } from './sql-text.ts';

/** @param sessions where usage is asked for by session. The caller says what the rows are. */
export function usageWithEdges<Row>(
  knex: Knex,
  question: RolledQuestion,
  sessions: SessionGroups | null,
  order: SqlText,
): Promise<Row[]> {
  if (question.dialect === 'postgres') return rawRows<Row>(knex, inOneStatement(question, sessions, order));
  return withSqlite(knex, (connection) =>
    connection.transaction((): Row[] => {
      const { sql, bindings } = inOrder(beside(connection, question, sessions), order);
      return connection.prepare<unknown[], Row>(sql).all(...bindings);
    })(),
  );
}

function inOneStatement(question: RolledQuestion, sessions: SessionGroups | null, order: SqlText): SqlText {
  const { tenant } = question;
  const groups =
    sessions === null ? [] : rolledSessionsSql(question, sessions, partlyWithin(tenant, sessions.bounds));
  return inOrder(rolledUsageSql(question, groups), order);
}

/** With what SQLite would take long to add up, added up here. */
function beside(
  connection: BetterSqlite3.Database,
  question: RolledQuestion,
  sessions: SessionGroups | null,
): SqlText {
  const { period, ends } = rolledOutwards(question.period, question.unit);
  const more: SqlText[] = ends.length === 0 ? [] : [figuresSql(readEdgeFigures(connection, question, ends))];
  if (sessions !== null) {
    const { figures, others } = readCrossingSessions(connection, question, sessions.bounds);
    const counted = sqlText('SELECT value FROM json_each(?)', JSON.stringify(others));
    more.push(figuresSql(figures), ...rolledSessionsSql(question, sessions, counted));
  }
  return rolledUsageSql({ ...question, period }, more);
}

const COLUMNS = ['grp', 'bkt', ...FIGURES, 'sessions', 'users']
  .map((name, index) => `json_extract(edge.value, '$[${index}]') AS ${name}`)
  .join(', ');

/** One value, however many groups there are: statements take so many and no more. */
function figuresSql(figures: readonly EdgeFigures[]): SqlText {
  return sqlText(`SELECT ${COLUMNS} FROM json_each(?) AS edge`, JSON.stringify(figures));
}
