// A bound in time that SQLite does not look for an index with: without statistics it would rather walk a month of all rows
// than the few of one user or session, and filter those.
import type { Dialect } from '../store/dialect.ts';

export function timeColumn(dialect: Dialect, isNarrow: boolean): string {
  return isNarrow && dialect === 'sqlite' ? '+audit_logs.occurred_at' : 'audit_logs.occurred_at';
}
