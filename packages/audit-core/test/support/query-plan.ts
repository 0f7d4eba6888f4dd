// How a database goes about a report.
import { isPostgres, type Database } from '../../src/index.ts';

/** Runs a report again under EXPLAIN, with the very text and values it sent. */
export async function planOf({ knex }: Database, report: () => Promise<unknown>): Promise<string> {
  const sent: { sql: string; bindings: readonly string[] }[] = [];
  const listen = (query: { sql: string; bindings: string[] }): void => void sent.push(query);
  knex.on('query', listen);
  await report();
  knex.off('query', listen);
  // The first that counts or shows rows: before it come questions to the catalogue and for values, after it rows without one.
  const { sql = '', bindings = [] } = sent.find((query) => query.sql.includes('tokens_input')) ?? {};
  const plan: unknown = isPostgres(knex)
    ? await explainOnPostgres(knex, sql, bindings)
    : await knex.raw<unknown>(`EXPLAIN QUERY PLAN ${sql}`, [...bindings]);
  return JSON.stringify(plan);
}

function explainOnPostgres(
  knex: Database['knex'],
  sql: string,
  bindings: readonly string[],
): Promise<unknown> {
  return knex.transaction(async (trx): Promise<unknown> => {
    // The table is small enough to be read whole; the question is whether the index fits.
    await trx.raw('SET LOCAL enable_seqscan = off');
    const plan: unknown = await trx.raw<unknown>(`EXPLAIN ${sql.replace(/\$\d+/g, '?')}`, [...bindings]);
    return plan;
  });
}
