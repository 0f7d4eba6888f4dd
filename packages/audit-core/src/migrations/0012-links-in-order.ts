// The links behind a moving head in one walk, on PostgreSQL: to look each row's predecessor up costs a look into every partition.
import type { Knex } from 'knex';
import { runAll, type Migration } from './migration.ts';
import { isPostgres } from '../store/dialect.ts';

/** Rows between the old head and the new, in their order, that do not stand behind the row before them, or do not name it. */
const UNLINKED = `SELECT 1 FROM (
    SELECT seq, prev_hash, lag(seq, 1, OLD.size) OVER in_order AS seq_before,
      lag(row_hash, 1, OLD.head_hash) OVER in_order AS hash_before
    FROM audit_logs WHERE tenant = NEW.tenant AND seq > OLD.size AND seq <= NEW.size WINDOW in_order AS (ORDER BY seq)
  ) AS linked WHERE seq <> seq_before + 1 OR prev_hash IS DISTINCT FROM hash_before`;

/** The row that the head names ends otherwise than the head says, or is not there. */
const ELSEWHERE = `NEW.size > OLD.size AND NEW.head_hash IS DISTINCT FROM
  (SELECT row_hash FROM audit_logs WHERE tenant = NEW.tenant AND seq = NEW.size)`;

const FUNCTION = `CREATE FUNCTION audit_refuse_out_of_order() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (${ELSEWHERE}) OR EXISTS (${UNLINKED})
    THEN RAISE EXCEPTION 'the head of a chain moves over linked rows alone'; END IF;
    RETURN NULL;
  END $$`;

const DROP_TRIGGER = 'DROP TRIGGER chain_heads_linked ON chain_heads';
const trigger = (
  name: string,
): string => `CREATE TRIGGER chain_heads_linked AFTER UPDATE OF size ON chain_heads
  FOR EACH ROW EXECUTE FUNCTION ${name}()`;

const UP = [FUNCTION, DROP_TRIGGER, trigger('audit_refuse_out_of_order')];
const DOWN = [DROP_TRIGGER, 'DROP FUNCTION audit_refuse_out_of_order()', trigger('audit_refuse_unlinked')];

/** SQLite has no partitions, and keeps the trigger of 0010. */
export const linksInOrder: Migration = {
  name: 'audit-core-0012-links-in-order',
  up: (knex: Knex) => runAll(knex, isPostgres(knex) ? UP : []),
  down: (knex: Knex) => runAll(knex, isPostgres(knex) ? DOWN : []),
};
