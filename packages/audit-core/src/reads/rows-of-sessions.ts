// Counts rows session by session, each found by its own index, whatever a planner thinks of how many there are.
import type { Dialect } from '../store/database.ts';
import { inOrder, type SqlText } from './sql-text.ts';

export interface RowsOfSessions {
  readonly dialect: Dialect;
  /** which of `session_summaries` */
  readonly sessions: SqlText;
  /** of `audit_logs AS l` */
  readonly columns: string;
  readonly conditions: SqlText;
  /** which of the sessions to keep */
  readonly having: SqlText;
}

export function rowsOfSessionsSql({
  dialect,
  sessions,
  columns,
  conditions,
  having,
}: RowsOfSessions): SqlText {
  // In the collation of the rows: their index cannot be asked in another.
  const name = dialect === 'sqlite' ? 'session_id' : 'session_id COLLATE "default" AS session_id';
  const found = inOrder(`SELECT ${name} FROM session_summaries WHERE`, sessions);
  const counted = inOrder(
    'WHERE l.session_id = p.session_id AND',
    conditions,
    'GROUP BY l.session_id HAVING',
    having,
  );
  // SQLite keeps the order of a cross join; PostgreSQL does what is lateral once for each session.
  return dialect === 'sqlite'
    ? inOrder(`SELECT ${columns} FROM (`, found, ') AS p CROSS JOIN audit_logs AS l', counted)
    : inOrder(
        'SELECT c.* FROM (',
        found,
        `) AS p CROSS JOIN LATERAL (SELECT ${columns} FROM audit_logs AS l`,
        counted,
        ') AS c',
      );
}
