// The table of access tokens. Only digests are kept: whoever reads the database can present no token.
import type { Knex } from 'knex';
import { isScope, type Scope } from './scope.ts';

export interface TokenRecord {
  readonly id: string;
  readonly tenant: string;
  readonly org: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** Whose rows `read:own` shows; null on tokens without that scope. */
  readonly userEmail: string | null;
  /** Unix milliseconds, like every time here; null = never. */
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
  readonly lastUsedAt: number | null;
}

export interface TokenStore {
  insert(record: TokenRecord, digest: string): Promise<void>;
  findByDigest(digest: string): Promise<TokenRecord | undefined>;
  /** Newest first; of one tenant, or of all. */
  list(tenant?: string): Promise<TokenRecord[]>;
  find(id: string): Promise<TokenRecord | undefined>;
  /** False when there is no such token. Revoking twice keeps the first time. */
  revoke(id: string, now: number): Promise<boolean>;
  markUsed(id: string, now: number): Promise<void>;
}

type Row = Readonly<Record<string, unknown>>;

export function createTokenStore(knex: Knex): TokenStore {
  const table = () => knex<Record<string, unknown>>('access_tokens');
  return {
    async insert(record, digest) {
      await table().insert(toRow(record, digest));
    },
    async findByDigest(digest) {
      const row: Row | undefined = await table().where({ token_hash: digest }).first();
      return row && fromRow(row);
    },
    async find(id) {
      const row: Row | undefined = await table().where({ id }).first();
      return row && fromRow(row);
    },
    async list(tenant) {
      const rows: Row[] = await table()
        .where(tenant === undefined ? {} : { tenant })
        .orderBy([{ column: 'created_at', order: 'desc' }, { column: 'id' }]);
      return rows.map(fromRow);
    },
    async revoke(id, now) {
      await table().where({ id }).whereNull('revoked_at').update({ revoked_at: now });
      return (await table().where({ id }).first('id')) !== undefined;
    },
    async markUsed(id, now) {
      await table().where({ id }).update({ last_used_at: now });
    },
  };
}

function toRow(record: TokenRecord, digest: string): Record<string, unknown> {
  return {
    id: record.id,
    tenant: record.tenant,
    org: record.org,
    name: record.name,
    scopes: record.scopes.join(' '),
    user_email: record.userEmail,
    token_hash: digest,
    created_at: record.createdAt,
    expires_at: record.expiresAt,
    revoked_at: record.revokedAt,
    last_used_at: record.lastUsedAt,
  };
}

function fromRow(row: Row): TokenRecord {
  return {
    id: String(row['id']),
    tenant: String(row['tenant']),
    // Tokens from before the column have none.
    org: String(row['org'] ?? row['tenant']),
    name: String(row['name']),
    scopes: String(row['scopes']).split(' ').filter(isScope),
    userEmail: typeof row['user_email'] === 'string' ? row['user_email'] : null,
    createdAt: Number(row['created_at']),
    expiresAt: timeOrNull(row['expires_at']),
    revokedAt: timeOrNull(row['revoked_at']),
    lastUsedAt: timeOrNull(row['last_used_at']),
  };
}

/** PostgreSQL's driver gives bigint columns as text. */
function timeOrNull(value: unknown): number | null {
  return value === null || value === undefined ? null : Number(value);
}
