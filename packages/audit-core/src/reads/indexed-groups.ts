// The groups of an attribute, taken out of its index on PostgreSQL: that database reads the JSON of every row otherwise.
import type { Knex } from 'knex';
import { hasAttributeIndex } from '../store/attribute-indexes.ts';
import { groupedSql, isIndexableKey } from './attribute-sql.ts';
import { dialectOf } from '../store/dialect.ts';

/** With more values than this, one walk over all rows is cheaper than a look-up for each. */
const MOST_VALUES = 2_000;

/** The values of an attribute among a tenant's rows; null where there is no index to take them from, or too many. */
export async function indexedValues(knex: Knex, tenant: string, key: string): Promise<string[] | null> {
  if (dialectOf(knex) === 'sqlite' || !isIndexableKey(key) || !(await hasAttributeIndex(knex, key)))
    return null;
  const { sql } = groupedSql('postgres', key);
  const next = (condition: string): string =>
    `SELECT ${sql} AS value FROM audit_logs WHERE tenant = ? AND ${condition} ORDER BY 1 LIMIT 1`;
  // Steps from each value to the next one in the index, instead of reading all entries.
  const steps = `WITH RECURSIVE found(value) AS (
      (${next(`${sql} IS NOT NULL`)})
      UNION ALL SELECT (${next(`${sql} > found.value`)}) FROM found WHERE found.value IS NOT NULL
    ) SELECT value FROM found WHERE value IS NOT NULL LIMIT ${MOST_VALUES + 1}`;
  const { rows } = await knex.raw<{ rows: { value: string }[] }>(steps, [tenant, tenant]);
  return rows.length > MOST_VALUES ? null : rows.map(({ value }) => value);
}

/**
 * Runs a counting query once for each value, with the value as `grp`.
 * @param counting selects from `audit_logs` and is not grouped by the attribute.
 */
export function countEach(
  knex: Knex,
  key: string,
  values: readonly string[],
  counting: Knex.QueryBuilder,
): Knex.QueryBuilder {
  const inner = counting.whereRaw(`${groupedSql('postgres', key).sql} = groups.value`).toSQL();
  const text = `unnest(?::text[]) AS groups(value) CROSS JOIN LATERAL (${inner.sql}) AS counted`;
  const from = knex.raw(text, [[...values], ...inner.bindings]);
  return knex.from(from).select('groups.value AS grp', 'counted.*').where('counted.events', '>', 0);
}

/** The rows that have no such attribute. */
export function countNone(key: string, knex: Knex, counting: Knex.QueryBuilder): Knex.QueryBuilder {
  return counting.whereRaw(`${groupedSql('postgres', key).sql} IS NULL`).select(knex.raw('NULL AS grp'));
}
