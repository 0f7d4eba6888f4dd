// Reads rows of a chain from SQLite for its walk: values by their place, and each body as the very text that was hashed.
import type { Database, Statement } from 'better-sqlite3';
import type { Knex } from 'knex';
import type { ReadRow, StoredRow, ThereRow } from '../chain/stored-row.ts';
import { BODY_COLUMNS } from '../row.ts';
import { withSqlite } from './connection.ts';
import { STORED_COLUMNS, type ChainPage } from './chain-rows.ts';

type Asked = [tenant: string, from: number, through: number, limit: number];

interface Statements {
  readonly connection: Database;
  readonly read: Statement<Asked, ReadValues>;
  readonly stored: Statement<Asked, StoredRow>;
}

/** A page at a time, in one turn of the event loop. Prepared once a connection. */
export function createSqliteChainRows(knex: Knex): ChainPage {
  let known: Statements | null = null;
  return (tenant, from, through, limit) =>
    withSqlite(knex, (connection) => {
      if (known?.connection !== connection) known = prepareStatements(connection);
      return readPage(known, [tenant, from, through, limit]);
    });
}

/** In JSON there is no BLOB: a page with one is read row by row, and the one by its columns, which say what it is. */
function readPage({ read, stored }: Statements, asked: Asked): ThereRow[] {
  const page = attempt(read, asked);
  if (page !== null) return page;
  const [tenant] = asked;
  const seqs = new Set(stored.all(...asked).map(({ seq }) => seq));
  return [...seqs].flatMap((seq): ThereRow[] => {
    const own: Asked = [tenant, seq, seq, asked[3]];
    return attempt(read, own) ?? stored.all(...own);
  });
}

/** Null where the statement fails: whatever it is, to read the columns meets it too, or tells what they hold. */
function attempt(read: Statements['read'], asked: Asked): ReadRow[] | null {
  let page: ReadValues[];
  try {
    page = read.all(...asked);
  } catch {
    return null;
  }
  return page.map(rowOf);
}

const FROM = `FROM audit_logs AS l LEFT JOIN audit_content AS c ON c.tenant = l.tenant AND c.seq = l.seq
  WHERE l.tenant = ? AND l.seq >= ? AND l.seq <= ? ORDER BY l.seq LIMIT ?`;

// What `canonicalBody` writes, for values that a writer stores: keys in their order, nothing between, RFC 8785 escapes.
const BODY = `json_object(${BODY_COLUMNS.map((column) => `'${column}', l.${column}`).join(', ')})`;

/** In the order of `ReadValues`. */
const READ = `SELECT ${BODY}, l.seq || ' ' || l.received_at || ' ' || l.session_seq,
  l.seq, l.received_at, l.session_seq, l.prev_hash, l.body_hash, l.row_hash, l.signature, l.key_id, l.tenant,
  l.content_commit, c.salt, c.content, l.occurred_at, l.correlation_id, l.session_id, l.plane, l.dataset, l.event,
  l.decision, l.redactions, l.model, l.tool_name, l.user_email, l.user_account_uuid, l.user_id, l.tokens_input,
  l.tokens_output, l.tokens_cache_read, l.tokens_cache_creation, l.tokens_used, l.cost_nano_usd, l.attributes, l.resource
  ${FROM}`;

function prepareStatements(connection: Database): Statements {
  return {
    connection,
    read: connection.prepare<Asked, ReadValues>(READ).raw(),
    stored: connection.prepare<Asked, StoredRow>(`SELECT ${STORED_COLUMNS.join(', ')} ${FROM}`),
  };
}

type ReadValues = [
  ...[body: string, place: string, seq: number, received_at: number, session_seq: number],
  ...[prev_hash: string, body_hash: string, row_hash: string, signature: string, key_id: string],
  ...[tenant: string, content_commit: string | null, salt: string | null, content: string | null],
  ...[occurred_at: string, correlation_id: string | null, session_id: string | null, plane: string],
  ...[dataset: string, event: string, decision: ReadRow['decision'], redactions: string],
  ...[model: string | null, tool_name: string | null, user_email: string | null],
  ...[user_account_uuid: string | null, user_id: string | null, tokens_input: number | null],
  ...[tokens_output: number | null, tokens_cache_read: number | null, tokens_cache_creation: number | null],
  ...[tokens_used: number | null, cost_nano_usd: number | null, attributes: string, resource: string],
];

function rowOf(values: ReadValues): ReadRow {
  return {
    body: values[0],
    isExact: values[1] === `${values[2]} ${values[3]} ${values[4]}`,
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
  };
}
