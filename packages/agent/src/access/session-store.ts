// The table of portal sessions. Only digests are kept: whoever reads the database can present no cookie.
import type { Knex } from 'knex';

export interface SessionRecord {
  readonly idHash: string;
  readonly tokenId: string;
  /** Unix milliseconds, like every time here. */
  readonly createdAt: number;
  readonly lastSeenAt: number;
}

export interface SessionStore {
  insert(record: SessionRecord): Promise<void>;
  find(idHash: string): Promise<SessionRecord | undefined>;
  markSeen(idHash: string, now: number): Promise<void>;
  remove(idHash: string): Promise<void>;
  /** Removes what was made before the one time or not seen since the other. */
  sweep(bounds: { readonly createdBefore: number; readonly seenBefore: number }): Promise<void>;
}

type Row = Readonly<Record<string, unknown>>;

export function createSessionStore(knex: Knex): SessionStore {
  const table = () => knex<Record<string, unknown>>('portal_sessions');
  return {
    async insert({ idHash, tokenId, createdAt, lastSeenAt }) {
      const times = { created_at: createdAt, last_seen_at: lastSeenAt };
      await table().insert({ id_hash: idHash, token_id: tokenId, ...times });
    },
    async find(idHash) {
      const row: Row | undefined = await table().where({ id_hash: idHash }).first();
      return row && fromRow(row);
    },
    async markSeen(idHash, now) {
      await table().where({ id_hash: idHash }).update({ last_seen_at: now });
    },
    async remove(idHash) {
      await table().where({ id_hash: idHash }).delete();
    },
    async sweep({ createdBefore, seenBefore }) {
      await table().where('created_at', '<', createdBefore).orWhere('last_seen_at', '<', seenBefore).delete();
    },
  };
}

/** PostgreSQL's driver gives bigint columns as text. */
function fromRow(row: Row): SessionRecord {
  return {
    idHash: String(row['id_hash']),
    tokenId: String(row['token_id']),
    createdAt: Number(row['created_at']),
    lastSeenAt: Number(row['last_seen_at']),
  };
}
