// A bound in time that SQLite does not look for an index with: without statistics it would rather walk a month of all rows
// than the few of one user or session, and filter those.
import type { Dialect } from '../store/database.ts';

export function timeColumn(dialect: Dialect, isNarrow: boolean, table = 'audit_logs'): string {
  return isNarrow && dialect === 'sqlite' ? `+${table}.occurred_at` : `${table}.occurred_at`;
}
