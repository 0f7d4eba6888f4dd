// One attribute of a row as SQL: the same text in filters, in groups and in the indexes over them.
import type { Knex } from 'knex';
import type { Dialect } from '../store/dialect.ts';

export interface Sql {
  readonly sql: string;
  readonly bindings: readonly string[];
}

/**
 * Groups and indexes take this many characters of a value. A PostgreSQL index entry holds about 2,700 bytes: a longer
 * one would make the append of its row fail, and values are the client's to choose.
 */
export const GROUPED_CHARACTERS = 200;

/** Keys that can have an index. Only these stand in SQL as text: an index is used where both texts are the same. */
const INDEXABLE_KEY = /^[A-Za-z0-9._-]{1,64}$/;

export function isIndexableKey(key: string): boolean {
  return INDEXABLE_KEY.test(key);
}

/** The text of the record's attribute, or else of the resource's: the nearer statement counts. */
export function attributeSql(dialect: Dialect, key: string, table = 'audit_logs.'): Sql {
  const of = dialect === 'postgres' ? postgresText(key, table) : sqliteText(key, table);
  const parts = [of('attributes'), of('resource')];
  return {
    sql: `coalesce(${parts.map(({ sql }) => sql).join(', ')})`,
    bindings: parts.flatMap(({ bindings }) => bindings),
  };
}

/** The part of the text that is indexed. */
export function groupedSql(dialect: Dialect, key: string, table = 'audit_logs.'): Sql {
  const { sql, bindings } = attributeSql(dialect, key, table);
  const cut = dialect === 'postgres' ? `left(${sql}, ` : `substr(${sql}, 1, `;
  return { sql: `${cut}${GROUPED_CHARACTERS})`, bindings };
}

/** Keeps the rows whose attribute has exactly this value. */
export function whereAttribute(
  query: Knex.QueryBuilder,
  dialect: Dialect,
  key: string,
  value: string,
): Knex.QueryBuilder {
  const grouped = groupedSql(dialect, key);
  // Databases count code points.
  const characters = Array.from(value);
  const start = characters.slice(0, GROUPED_CHARACTERS).join('');
  void query.whereRaw(`${grouped.sql} = ?`, [...grouped.bindings, start]);
  if (characters.length < GROUPED_CHARACTERS) return query;
  const whole = attributeSql(dialect, key);
  return query.whereRaw(`${whole.sql} = ?`, [...whole.bindings, value]);
}

type TextOf = (column: 'attributes' | 'resource') => Sql;

/**
 * Most rows have none of these attributes, and each is looked for with every row that is stored: text is searched before it
 * is parsed. Both columns are canonical JSON, so that a key of these characters stands there as it is.
 */
function whereNamed(position: string, key: string, column: string, text: string): string {
  return `CASE WHEN ${position}(${column}, '"${key}":') > 0 THEN ${text} END`;
}

function postgresText(key: string, table: string): TextOf {
  return (column) => {
    const named = `${table}${column}`;
    if (!isIndexableKey(key)) return { sql: `(${named}::json ->> ?)`, bindings: [key] };
    return { sql: `(${whereNamed('strpos', key, named, `${named}::json ->> '${key}'`)})`, bindings: [] };
  };
}

function sqliteText(key: string, table: string): TextOf {
  const path = `$.${JSON.stringify(key)}`;
  // SQLite shows JSON booleans as 0 and 1: this brings them back to words.
  const textAt = (column: string, at: string): string =>
    `(CASE json_type(${column}, ${at}) WHEN 'true' THEN 'true' WHEN 'false' THEN 'false'
    ELSE CAST(json_extract(${column}, ${at}) AS TEXT) END)`;
  return (column) => {
    const named = `${table}${column}`;
    if (!isIndexableKey(key)) return { sql: textAt(named, '?'), bindings: [path, path] };
    return { sql: `(${whereNamed('instr', key, named, textAt(named, `'${path}'`))})`, bindings: [] };
  };
}
