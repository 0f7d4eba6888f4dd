// The head moves over rows that link, or not at all: one look at each group, where an index over random hashes cost most of a commit.
import type { Knex } from 'knex';
import { runAll, type Migration } from './migration.ts';
import { isPostgres } from '../store/dialect.ts';

/**
 * Rows between the old head and the new whose prev_hash is not the hash of the row before them. Bounded on both sides and
 * looked up one by one: a planner without statistics takes an open range, or a join, for a third of the table.
 * @param differs `IS NOT`, null-safe.
 */
const unlinked = (differs: string): string =>
  `SELECT 1 FROM audit_logs r WHERE r.tenant = NEW.tenant AND r.seq > OLD.size AND r.seq <= NEW.size
     AND r.prev_hash ${differs} CASE WHEN r.seq = OLD.size + 1 THEN OLD.head_hash
       ELSE (SELECT p.row_hash FROM audit_logs p WHERE p.tenant = r.tenant AND p.seq = r.seq - 1) END`;

/** Whether the row that the head names ends otherwise than the head says. */
const elsewhere = (differs: string): string =>
  `NEW.size > OLD.size AND NEW.head_hash ${differs}
   (SELECT row_hash FROM audit_logs WHERE tenant = NEW.tenant AND seq = NEW.size)`;

const REFUSAL = 'the head of a chain moves over linked rows alone';

const SQLITE = [
  `CREATE TRIGGER chain_heads_linked AFTER UPDATE OF size ON chain_heads
   WHEN (${elsewhere('IS NOT')}) OR EXISTS (${unlinked('IS NOT')})
   BEGIN SELECT RAISE(ABORT, '${REFUSAL}'); END`,
];

const POSTGRES = [
  `CREATE FUNCTION audit_refuse_unlinked() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
     IF (${elsewhere('IS DISTINCT FROM')}) OR EXISTS (${unlinked('IS DISTINCT FROM')})
     THEN RAISE EXCEPTION '${REFUSAL}'; END IF;
     RETURN NULL;
   END $$`,
  `CREATE TRIGGER chain_heads_linked AFTER UPDATE OF size ON chain_heads
   FOR EACH ROW EXECUTE FUNCTION audit_refuse_unlinked()`,
];

const DROP_INDEX = 'DROP INDEX audit_logs_no_fork';
const CREATE_INDEX = 'CREATE UNIQUE INDEX audit_logs_no_fork ON audit_logs (tenant, prev_hash)';

export const linkedHead: Migration = {
  name: 'audit-core-0010-linked-head',
  up: (knex: Knex) => runAll(knex, [...(isPostgres(knex) ? POSTGRES : SQLITE), DROP_INDEX]),
  down: (knex: Knex) =>
    runAll(
      knex,
      isPostgres(knex)
        ? [
            'DROP TRIGGER chain_heads_linked ON chain_heads',
            'DROP FUNCTION audit_refuse_unlinked()',
            CREATE_INDEX,
          ]
        : ['DROP TRIGGER chain_heads_linked', CREATE_INDEX],
    ),
};
