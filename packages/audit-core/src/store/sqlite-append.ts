// Appends on SQLite: BEGIN IMMEDIATE, prepared statements, one synchronous transaction a group.
import type BetterSqlite3 from 'better-sqlite3';
import type { Knex } from 'knex';
import type { Frontier } from '../chain/merkle.ts';
import { GENESIS_HASH } from '../hash.ts';
import { accumulate } from '../rollups/accumulate.ts';
import type { UsageMember } from '../rollups/rollup-delta.ts';
import { dimensionsWith } from '../rollups/dimensions.ts';
import { createKnownMembers, type KnownMembers } from '../rollups/known-members.ts';
import { ROW_COLUMNS } from '../row.ts';
import type { ChainHead, ChainState, SealedGroup } from '../seal.ts';
import type { CheckpointMark, StoredCheckpoint } from '../seal-checkpoint.ts';
import { COLUMN_LIST, type AppendQuery, type AppendStore, type Removal } from './append-store.ts';
import { CATCH_UP_ROWS, catchUp, frontierOf } from './frontier-of-head.ts';
import { retireKey } from './retire-key.ts';
import { ROLLED_ATTRIBUTES } from './rolled-attributes.ts';
import { isRolled, MOVE_ROLLED, type StoredHead } from './rolled-head.ts';
import { createSqliteRollups } from './sqlite-rollups.ts';
import { createSqliteTransactions, whileBusy } from './sqlite-transaction.ts';
import { administrationRows, HOLD_ROWS, type StoredAct } from './administration-reader.ts';

export function createSqliteAppendStore(knex: Knex): AppendStore {
  const inTransaction = createSqliteTransactions(knex, prepareStatements);
  const members = createKnownMembers();
  return {
    transact: async (query, seal) => {
      const { group, added } = await inTransaction((statements) =>
        appendGroup(statements, query, members, seal),
      );
      members.keep(query.tenant, added);
      return group;
    },
    registerKey: async (key) => {
      await knex('signing_keys').insert(key).onConflict('key_id').ignore();
    },
    retireKey: (keyId, now) => whileBusy(() => retireKey(knex, keyId, now)),
  };
}

type Statements = ReturnType<typeof prepareStatements>;

function prepareStatements(db: BetterSqlite3.Database) {
  return {
    ...prepareTreeStatements(db),
    ...prepareGuardStatements(db),
    rollups: createSqliteRollups(db),
    attributes: db.prepare<[], string>(ROLLED_ATTRIBUTES).pluck(),
    head: db.prepare<[string], StoredHead>(
      'SELECT tenant, origin, size, head_hash, received_at, frontier, key_id, rolled FROM chain_heads WHERE tenant = ?',
    ),
    createHead: db.prepare<[ChainHead]>(
      `INSERT INTO chain_heads (tenant, origin, size, head_hash, received_at, frontier, key_id)
       VALUES (@tenant, @origin, @size, @head_hash, @received_at, @frontier, @key_id)`,
    ),
    moveHead: db.prepare<[ChainHead]>(
      `UPDATE chain_heads SET size = @size, head_hash = @head_hash, received_at = @received_at, frontier = @frontier,
       key_id = @key_id, ${MOVE_ROLLED} @size END WHERE tenant = @tenant`,
    ),
    known: db
      .prepare<[string, string], string>(
        'SELECT idempotency_key FROM audit_logs WHERE tenant = ? AND idempotency_key = ?',
      )
      .pluck(),
    session: db
      .prepare<[string, string], number>(
        'SELECT session_seq FROM audit_logs WHERE tenant = ? AND session_id = ? ORDER BY session_seq DESC LIMIT 1',
      )
      .pluck(),
    row: db.prepare(
      `INSERT INTO audit_logs (${COLUMN_LIST}) VALUES (${ROW_COLUMNS.map(() => '?').join(', ')})`,
    ),
    content: db.prepare<[string, number, string, string]>(
      'INSERT INTO audit_content (tenant, seq, salt, content) VALUES (?, ?, ?, ?)',
    ),
  };
}

function prepareGuardStatements(db: BetterSqlite3.Database) {
  return {
    keyOfRow: db
      .prepare<[string, number], string>('SELECT key_id FROM audit_logs WHERE tenant = ? AND seq = ?')
      .pluck(),
    hashOfRow: db
      .prepare<[string, number], string>('SELECT row_hash FROM audit_logs WHERE tenant = ? AND seq = ?')
      .pluck(),
    retired: db
      .prepare<[string], number>(
        'SELECT retired_at FROM signing_keys WHERE key_id = ? AND retired_at IS NOT NULL',
      )
      .pluck(),
    erase: db
      .prepare<[string, string], number>(
        'DELETE FROM audit_content WHERE tenant = ? AND seq IN (SELECT value FROM json_each(?)) RETURNING seq',
      )
      .pluck(),
    remove: ({ sql, bindings }: Removal): number => db.prepare(sql).run(bindings).changes,
    holds: db.prepare<[{ readonly 1: string }], StoredAct>(HOLD_ROWS),
  };
}

function prepareTreeStatements(db: BetterSqlite3.Database) {
  return {
    rowHashes: db
      .prepare<[string, number, number], string>(
        'SELECT row_hash FROM audit_logs WHERE tenant = ? AND seq > ? AND seq <= ? ORDER BY seq',
      )
      .pluck(),
    lastCheckpoint: db.prepare<[string], CheckpointMark>(
      'SELECT size, created_at FROM checkpoints WHERE tenant = ? ORDER BY size DESC LIMIT 1',
    ),
    // A size has one checkpoint. Where the store was set back, the one that was given out first stays as evidence.
    checkpoint: db.prepare<[StoredCheckpoint]>(
      `INSERT INTO checkpoints (tenant, size, root, note, created_at, key_id)
       VALUES (@tenant, @size, @root, @note, @created_at, @key_id) ON CONFLICT DO NOTHING`,
    ),
  };
}

function appendGroup(
  statements: Statements,
  query: AppendQuery,
  members: KnownMembers,
  seal: (state: ChainState) => SealedGroup,
): { readonly group: SealedGroup; readonly added: readonly UsageMember[] } {
  const state = readState(statements, query);
  const group = seal(state);
  for (const row of group.rows) statements.row.run(ROW_COLUMNS.map((column) => row[column]));
  for (const { seq, salt, content } of group.contents)
    statements.content.run(query.tenant, seq, salt, content);
  if (group.checkpoint !== null) statements.checkpoint.run(group.checkpoint);
  if (group.rows.length > 0 || group.checkpoint !== null) statements.moveHead.run(group.head);
  if (!isRolled(state.head)) return { group, added: [] };
  const delta = accumulate(dimensionsWith(statements.attributes.all()), group.rows);
  return { group, added: statements.rollups.add(query.tenant, delta, members) };
}

function readState(statements: Statements, query: AppendQuery): ChainState & { readonly head: StoredHead } {
  const { tenant, idempotencyKeys, sessionIds } = query;
  const head = readHead(statements, query);
  const known = new Set(idempotencyKeys.filter((key) => statements.known.get(tenant, key) !== undefined));
  const sessions = new Map(sessionIds.map((id) => [id, statements.session.get(tenant, id) ?? 0]));
  const frontier = wholeFrontier(statements, head);
  const lastCheckpoint = statements.lastCheckpoint.get(tenant) ?? null;
  return { head, frontier, lastCheckpoint, known, sessions, ...readGuards(statements, query, head) };
}

function readHead(statements: Statements, { tenant, newOrigin }: AppendQuery): StoredHead {
  const head = statements.head.get(tenant) ?? createHead(statements, tenant, newOrigin());
  if (head.key_id !== null || head.size === 0) return head;
  return { ...head, key_id: statements.keyOfRow.get(tenant, head.size) ?? null };
}

function readGuards(
  statements: Statements,
  { tenant, beginner, rememberedSize, erase, remove, withHolds }: AppendQuery,
  { size }: ChainHead,
): Pick<ChainState, 'keyRetired' | 'rememberedHash' | 'erased' | 'removed' | 'holds'> {
  const behind = rememberedSize > 0 && rememberedSize < size;
  return {
    keyRetired: size === 0 && statements.retired.get(beginner) !== undefined,
    rememberedHash: behind ? (statements.hashOfRow.get(tenant, rememberedSize) ?? null) : null,
    erased:
      erase.length === 0 ? [] : statements.erase.all(tenant, JSON.stringify(erase)).sort((a, b) => a - b),
    removed: remove.reduce((sum, one) => sum + (one.counts ? 1 : 0) * statements.remove(one), 0),
    holds: withHolds ? administrationRows(statements.holds.all({ 1: tenant })) : [],
  };
}

function wholeFrontier(statements: Statements, head: ChainHead): Frontier {
  let frontier = frontierOf(head);
  while (frontier.size < head.size) {
    const through = Math.min(frontier.size + CATCH_UP_ROWS, head.size);
    const rowHashes = statements.rowHashes.all(head.tenant, frontier.size, through);
    frontier = catchUp(frontier, rowHashes, through - frontier.size);
  }
  return frontier;
}

function createHead(statements: Statements, tenant: string, origin: string): StoredHead {
  const head = {
    tenant,
    origin,
    size: 0,
    head_hash: GENESIS_HASH,
    received_at: 0,
    frontier: null,
    key_id: null,
    rolled: null,
  };
  statements.createHead.run(head);
  return head;
}
