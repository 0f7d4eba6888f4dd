// Appends on SQLite: BEGIN IMMEDIATE, prepared statements, one transaction a group.
import type BetterSqlite3 from 'better-sqlite3';
import type { Knex } from 'knex';
import type { Frontier } from '../chain/merkle.ts';
import { accumulate } from '../rollups/accumulate.ts';
import { dimensionsWith } from '../rollups/dimensions.ts';
import { createKnownMembers, type KnownMembers } from '../rollups/known-members.ts';
import type { UsageMember } from '../rollups/rollup-delta.ts';
import { ROW_COLUMNS } from '../row.ts';
import type { ChainHead, ChainState, SealedGroup } from '../seal.ts';
import type { CheckpointMark, StoredCheckpoint } from '../seal-checkpoint.ts';
import { runAtOnce, runSteps, type Steps } from '../steps.ts';
import {
  COLUMN_LIST,
  isRowsAlone,
  type AppendQuery,
  type AppendStore,
  type Removal,
  type SealStateAside,
} from './append-store.ts';
import { CATCH_UP_ROWS, catchUp, frontierOf } from './frontier-of-head.ts';
import { retireKey } from './retire-key.ts';
import { ROLLED_ATTRIBUTES } from './rolled-attributes.ts';
import { isRolled, isStill, MOVE_ROLLED, newHead, type StoredHead } from './rolled-head.ts';
import { inPortions, isLarge } from './portions.ts';
import { createSqliteRollups, type Landed } from './sqlite-rollups.ts';
import { createSqliteTransactions, whileBusy } from './sqlite-transaction.ts';
import { administrationRows, HOLD_ROWS, type StoredAct } from './administration-reader.ts';

export function createSqliteAppendStore(knex: Knex): AppendStore {
  const connections = createSqliteTransactions(knex, prepareStatements);
  const members = createKnownMembers();
  return {
    /**
     * Signing takes longer than landing, and whoever else writes to the file waits for the lock: a group is sealed before
     * the lock is taken. Where somebody else was faster it is sealed once more, at once and with the lock held.
     */
    async transact(query, seal, aside) {
      const sealedAside =
        aside && isRowsAlone(query) ? await appendAside(connections, query, members, aside) : undefined;
      const { group, added } =
        sealedAside ??
        (await connections.write((statements) =>
          runSteps(land(statements, query, members, seal(runAtOnce(readState(statements, query))))),
        ));
      members.keep(query.tenant, group.head.head_hash, added);
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

type Connections = ReturnType<typeof createSqliteTransactions<Statements>>;

/** Undefined, and nothing landed, where there is no chain yet or the head has moved. */
async function appendAside(
  connections: Connections,
  query: AppendQuery,
  members: KnownMembers,
  seal: SealStateAside,
): Promise<Landed | undefined> {
  const state = await connections.read((statements) =>
    statements.head.get(query.tenant) === undefined ? undefined : runSteps(readState(statements, query)),
  );
  if (state === undefined || state.head.size === 0) return undefined;
  const group = await seal(state);
  return connections.write((statements) =>
    isStill(statements.head.get(query.tenant), state.head)
      ? runSteps(land(statements, query, members, group))
      : undefined,
  );
}

/** @returns with it the members that are in the store once it is committed. */
function* land(
  statements: Statements,
  { tenant }: AppendQuery,
  members: KnownMembers,
  group: SealedGroup,
): Steps<Landed> {
  const before = statements.head.get(tenant);
  const rolled = before !== undefined && isRolled(before);
  const dimensions = rolled ? dimensionsWith(statements.attributes.all()) : [];
  if (before !== undefined) members.landingOn(tenant, before.head_hash);
  const added: UsageMember[] = [];
  for (const rows of inPortions(group.rows)) {
    for (const row of rows) {
      statements.row.run(ROW_COLUMNS.map((column) => row[column]));
      if (isLarge(row)) yield;
    }
    if (rolled) added.push(...statements.rollups.add(tenant, accumulate(dimensions, rows), members));
    yield;
  }
  for (const { seq, salt, content } of group.contents) {
    statements.content.run(tenant, seq, salt, content);
    yield;
  }
  if (group.checkpoint !== null) statements.checkpoint.run(group.checkpoint);
  if (group.rows.length > 0 || group.checkpoint !== null) statements.moveHead.run(group.head);
  return { group, added };
}

function* readState(statements: Statements, query: AppendQuery): Steps<ChainState> {
  const { tenant, idempotencyKeys, sessionIds } = query;
  const head = readHead(statements, query);
  const known = new Set<string>();
  for (const key of idempotencyKeys) {
    if (statements.known.get(tenant, key) !== undefined) known.add(key);
    yield;
  }
  const sessions = new Map<string, number>();
  for (const id of sessionIds) {
    sessions.set(id, statements.session.get(tenant, id) ?? 0);
    yield;
  }
  const frontier = wholeFrontier(statements, head);
  const lastCheckpoint = statements.lastCheckpoint.get(tenant) ?? null;
  return { head, frontier, lastCheckpoint, known, sessions, ...readGuards(statements, query, head) };
}

function readHead(statements: Statements, { tenant, newOrigin }: AppendQuery): ChainHead {
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
  const head = newHead(tenant, origin);
  statements.createHead.run(head);
  return head;
}
