// The statements of appends on SQLite, prepared once a connection.
import type { Database, Statement } from 'better-sqlite3';
import { ROW_COLUMNS } from '../row.ts';
import type { ChainHead } from '../seal.ts';
import type { CheckpointMark, StoredCheckpoint } from '../seal-checkpoint.ts';
import { HOLD_ROWS, type StoredAct } from './administration-reader.ts';
import { COLUMN_LIST, type RegisteredKey, type Removal } from './append-store.ts';
import { ROLLED_ATTRIBUTES } from './rolled-attributes.ts';
import { MOVE_ROLLED, type StoredHead } from './rolled-head.ts';
import { createSqliteRollups, type SqliteRollups } from './sqlite-rollups.ts';
import { TEXT } from './sqlite-values.ts';

type Find<Key extends unknown[], Found = unknown> = Statement<Key, Found>;

/** What a connection that appends has prepared. */
export interface AppendStatements {
  readonly rollups: SqliteRollups;
  readonly attributes: Find<[], string>;
  readonly head: Find<[tenant: string], StoredHead>;
  readonly createHead: Find<[ChainHead]>;
  readonly moveHead: Find<[ChainHead]>;
  /** Those of the keys, a JSON array, that are in the store. */
  readonly known: Find<[tenant: string, keys: string], string>;
  /** The newest session_seq. */
  readonly session: Find<[tenant: string, session: string], number>;
  readonly row: Statement;
  readonly content: Find<[tenant: string, seq: number, salt: string, content: string]>;
  readonly keyOfRow: Find<[tenant: string, seq: number], string>;
  readonly hashOfRow: Find<[tenant: string, seq: number], string>;
  readonly registerKey: Find<[RegisteredKey]>;
  readonly retireKey: Find<[now: number, keyId: string]>;
  readonly retired: Find<[keyId: string], number>;
  /** Takes seqs as JSON and gives those whose content it removed. */
  readonly erase: Find<[tenant: string, seqs: string], number>;
  /** @returns how many rows it touched. */
  readonly remove: (removal: Removal) => number;
  readonly holds: Find<[{ readonly 1: string }], StoredAct>;
  readonly rowHashes: Find<[tenant: string, after: number, through: number], string>;
  readonly lastCheckpoint: Find<[tenant: string], CheckpointMark>;
  readonly checkpoint: Find<[StoredCheckpoint]>;
}

export function prepareAppendStatements(db: Database): AppendStatements {
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
        'SELECT idempotency_key FROM audit_logs WHERE tenant = ? AND idempotency_key IN (SELECT value FROM json_each(?))',
      )
      .pluck(),
    session: db
      .prepare<[string, string], number>(
        `SELECT session_seq FROM audit_logs WHERE tenant = ${TEXT} AND session_id = ${TEXT} ORDER BY session_seq DESC LIMIT 1`,
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

function prepareGuardStatements(db: Database) {
  return {
    keyOfRow: db
      .prepare<[string, number], string>('SELECT key_id FROM audit_logs WHERE tenant = ? AND seq = ?')
      .pluck(),
    hashOfRow: db
      .prepare<[string, number], string>('SELECT row_hash FROM audit_logs WHERE tenant = ? AND seq = ?')
      .pluck(),
    registerKey: db.prepare<[RegisteredKey]>(
      `INSERT INTO signing_keys (key_id, public_key, created_at) VALUES (@key_id, @public_key, @created_at)
       ON CONFLICT (key_id) DO NOTHING`,
    ),
    retireKey: db.prepare<[number, string]>(
      'UPDATE signing_keys SET retired_at = ? WHERE key_id = ? AND retired_at IS NULL',
    ),
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

function prepareTreeStatements(db: Database) {
  return {
    rowHashes: db
      .prepare<[string, number, number], string>(
        'SELECT row_hash FROM audit_logs WHERE tenant = ? AND seq > ? AND seq <= ? ORDER BY seq',
      )
      .pluck(),
    lastCheckpoint: db.prepare<[string], CheckpointMark>(
      `SELECT size, created_at FROM checkpoints WHERE tenant = ${TEXT} ORDER BY size DESC LIMIT 1`,
    ),
    // A size has one checkpoint. Where the store was set back, the one that was given out first stays as evidence.
    checkpoint: db.prepare<[StoredCheckpoint]>(
      `INSERT INTO checkpoints (tenant, size, root, note, created_at, key_id)
       VALUES (@tenant, @size, @root, @note, @created_at, @key_id) ON CONFLICT DO NOTHING`,
    ),
  };
}
