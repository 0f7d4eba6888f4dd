// Counts rows session by session, each found by its own index, whatever a planner thinks of how many there are.
import type { Dialect } from '../store/dialect.ts';
import { inOrder, sqlText, type SqlText } from './sql-text.ts';

export interface RowsOfSessions {
  readonly dialect: Dialect;
  /** which of `session_summaries` */
  readonly sessions: SqlText;
  /** name of the session's id in the result */
  readonly id: string;
  /** of `audit_logs AS l`, by their names, in their order */
  readonly columns: Readonly<Record<string, string>>;
  readonly conditions: SqlText;
  /** which of the sessions to keep */
  readonly having: SqlText;
}

export function rowsOfSessionsSql(asked: RowsOfSessions): SqlText {
  const columns = Object.entries(asked.columns);
  return asked.dialect === 'sqlite' ? oneByOne(asked, columns) : lateral(asked, columns);
}

type Columns = readonly (readonly [name: string, sql: string])[];

/** SQLite sorts the rows of all sessions where it is to group them. A scalar has one column. */
function oneByOne({ sessions, id, conditions, having }: RowsOfSessions, columns: Columns): SqlText {
  const values = columns.map(([, sql]) => sql).join(', ');
  const named = columns.map(([name], index) => `json_extract(counted, '$[${index}]') AS ${name}`);
  return inOrder(
    `SELECT session_id AS ${id}, ${named.join(', ')} FROM (WITH each_session AS MATERIALIZED (SELECT p.session_id,
       (SELECT json_array(${values}) FROM audit_logs AS l WHERE l.session_id = p.session_id AND`,
    conditions,
    'HAVING',
    having,
    ') AS counted FROM session_summaries AS p WHERE',
    sessions,
    sqlText(') SELECT * FROM each_session) AS each_session WHERE counted IS NOT NULL'),
  );
}

/** What is lateral is done once for each session. */
function lateral({ sessions, id, conditions, having }: RowsOfSessions, columns: Columns): SqlText {
  const named = columns.map(([name, sql]) => `${sql} AS ${name}`).join(', ');
  return inOrder(
    // In the collation of the rows: their index cannot be asked in another.
    'SELECT c.* FROM (SELECT session_id COLLATE "default" AS session_id FROM session_summaries WHERE',
    sessions,
    `) AS p CROSS JOIN LATERAL (SELECT l.session_id AS ${id}, ${named} FROM audit_logs AS l
       WHERE l.session_id = p.session_id AND`,
    conditions,
    'GROUP BY l.session_id HAVING',
    having,
    ') AS c',
  );
}
