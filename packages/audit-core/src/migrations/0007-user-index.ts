// Finds the rows of one user, newest first and by time: what a member may see.
import { runAll, type Migration } from './migration.ts';

export const userIndex: Migration = {
  name: 'audit-core-0007-user-index',
  up: (knex) =>
    runAll(knex, [
      // With the time in it, a period is found without looking at the rows outside.
      `CREATE INDEX audit_logs_user ON audit_logs (tenant, user_email, seq, occurred_at) WHERE user_email IS NOT NULL`,
    ]),
  down: (knex) => runAll(knex, ['DROP INDEX audit_logs_user']),
};
