// Reads rows of a chain from SQLite for its walk: values by their place, and each body as the very text that was hashed.
import type { Database, Statement } from 'better-sqlite3';
import type { Knex } from 'knex';
import type { ReadRow } from '../chain/stored-row.ts';
import { BODY_COLUMNS } from '../row.ts';
import { withSqlite } from './connection.ts';
import type { ChainPage } from './chain-rows.ts';
import { INTEGER, isSound, mended, TEXT, type Column } from './sqlite-values.ts';

type Asked = [tenant: string, from: number, through: number, limit: number];

interface Statements {
  readonly connection: Database;
  readonly read: Statement<Asked, ReadValues>;
  /** The same without bodies. */
  readonly bare: Statement<Asked, ReadValues>;
}

/** A page at a time, in one turn of the event loop. Prepared once a connection. */
export function createSqliteChainRows(knex: Knex): ChainPage {
  let known: Statements | null = null;
  return (tenant, from, through, limit) =>
    withSqlite(knex, (connection) => {
      if (known?.connection !== connection) known = prepareStatements(connection);
      return readPage(known, [tenant, from, through, limit]).map(rowOf);
    });
}

/** In JSON there are no bytes: a page that has some where text belongs is read row by row, and those rows have no body. */
function readPage({ read, bare }: Statements, asked: Asked): ReadValues[] {
  const page = attempt(read, asked);
  if (page !== null) return page;
  const [tenant, , , limit] = asked;
  const seqs = new Set(bare.all(...asked).map((values) => values[2]));
  return [...seqs].flatMap((seq) => {
    const own: Asked = [tenant, seq, seq, limit];
    return attempt(read, own) ?? bare.all(...own);
  });
}

/** Null where the statement fails: if it is not for bytes, to read the rows without their bodies fails as well. */
function attempt(read: Statements['read'], asked: Asked): ReadValues[] | null {
  try {
    return read.all(...asked);
  } catch {
    return null;
  }
}

/** In the order of `ReadValues`. */
const COLUMNS: readonly Column[] = [
  { sql: "l.seq || ' ' || l.received_at || ' ' || l.session_seq", type: 'string' },
  ...['seq', 'received_at', 'session_seq'].map((name): Column => ({ sql: `l.${name}`, type: 'number' })),
  ...['prev_hash', 'body_hash', 'row_hash', 'signature', 'key_id', 'tenant'].map(text),
  optional('l.content_commit', 'string'),
  optional('c.salt', 'string'),
  optional('c.content', 'string'),
  text('occurred_at'),
  ...['correlation_id', 'session_id'].map((name) => optional(`l.${name}`, 'string')),
  ...['plane', 'dataset', 'event', 'decision', 'redactions'].map(text),
  ...['model', 'tool_name', 'user_email', 'user_account_uuid', 'user_id'].map((name) =>
    optional(`l.${name}`, 'string'),
  ),
  ...['input', 'output', 'cache_read', 'cache_creation', 'used'].map((name) =>
    optional(`l.tokens_${name}`, 'number'),
  ),
  optional('l.cost_nano_usd', 'number'),
  ...['attributes', 'resource'].map(text),
  optional('l.client_sequence', 'number'),
];

function text(name: string): Column {
  return { sql: `l.${name}`, type: 'string' };
}

function optional(sql: string, type: Column['type']): Column {
  return { sql, type, isOptional: true };
}

// What `canonicalBody` writes, for values that a writer stores: keys in their order, nothing between, RFC 8785 escapes.
const BODY = `json_object(${BODY_COLUMNS.map((column) => `'${column}', l.${column}`).join(', ')})`;

function prepareStatements(connection: Database): Statements {
  const prepare = (body: string): Statement<Asked, ReadValues> =>
    connection.prepare<Asked, ReadValues>(select(body)).raw();
  return { connection, read: prepare(BODY), bare: prepare('NULL') };
}

function select(body: string): string {
  return `SELECT ${body}, ${COLUMNS.map(({ sql }) => sql).join(', ')}
    FROM audit_logs AS l LEFT JOIN audit_content AS c ON c.tenant = l.tenant AND c.seq = l.seq
    WHERE l.tenant = ${TEXT} AND l.seq >= ${INTEGER} AND l.seq <= ${INTEGER} ORDER BY l.seq LIMIT ?`;
}

type ReadValues = [
  ...[body: string | null, place: string, seq: number, received_at: number, session_seq: number],
  ...[prev_hash: string, body_hash: string, row_hash: string, signature: string, key_id: string],
  ...[tenant: string, content_commit: string | null, salt: string | null, content: string | null],
  ...[occurred_at: string, correlation_id: string | null, session_id: string | null, plane: string],
  ...[dataset: string, event: string, decision: ReadRow['decision'], redactions: string],
  ...[model: string | null, tool_name: string | null, user_email: string | null],
  ...[user_account_uuid: string | null, user_id: string | null, tokens_input: number | null],
  ...[tokens_output: number | null, tokens_cache_read: number | null, tokens_cache_creation: number | null],
  ...[tokens_used: number | null, cost_nano_usd: number | null, attributes: string, resource: string],
  ...[client_sequence: number | null],
];

// A table that was made anew without its types may hold anything: the walk is given what it can work on, and told.
function rowOf(values: ReadValues): ReadRow {
  if (!isSound(COLUMNS, values, FIRST)) return { ...read(mended(COLUMNS, values, FIRST)), isSound: false };
  // A float that looks like an integer is none.
  const [, place, seq, received_at, session_seq] = values;
  return place === `${seq} ${received_at} ${session_seq}`
    ? read(values)
    : { ...read(values), isSound: false };
}

/** The body is whatever it is. */
const FIRST = 1;

function read(values: ReadValues): ReadRow {
  return {
    isSound: true,
    body: values[0],
    seq: values[2],
    received_at: values[3],
    session_seq: values[4],
    prev_hash: values[5],
    body_hash: values[6],
    row_hash: values[7],
    signature: values[8],
    key_id: values[9],
    tenant: values[10],
    content_commit: values[11],
    content_salt: values[12],
    content_text: values[13],
    occurred_at: values[14],
    correlation_id: values[15],
    session_id: values[16],
    plane: values[17],
    dataset: values[18],
    event: values[19],
    decision: values[20],
    redactions: values[21],
    model: values[22],
    tool_name: values[23],
    user_email: values[24],
    user_account_uuid: values[25],
    user_id: values[26],
    tokens_input: values[27],
    tokens_output: values[28],
    tokens_cache_read: values[29],
    tokens_cache_creation: values[30],
    tokens_used: values[31],
    cost_nano_usd: values[32],
    attributes: values[33],
    resource: values[34],
    client_sequence: values[35],
  };
}
