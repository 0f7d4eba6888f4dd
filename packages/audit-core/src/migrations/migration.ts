// One step of the schema. A merged migration is never edited; names carry no file extension.
import type { Knex } from 'knex';

export interface Migration {
  /** `<package>-<number>-<what>`, for instance `audit-core-0001-decision-chain`. */
  readonly name: string;
  up(knex: Knex): Promise<void>;
  down(knex: Knex): Promise<void>;
}

/** Runs statements one after the other. */
export async function runAll(knex: Knex, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await knex.raw(statement);
}
