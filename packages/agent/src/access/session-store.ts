// The table of portal sessions. Only digests are kept: whoever reads the database can present no cookie.
import type { Knex } from 'knex';
import { isScope } from './scope.ts';
import type { Identity } from './identity.ts';

export interface SessionRecord {
  readonly idHash: string;
  /** Unix milliseconds, like every time here. */
  readonly createdAt: number;
  readonly lastSeenAt: number;
  /** A token that is looked up with each request, or somebody whom an identity provider vouched for at the login. */
  readonly holder: { readonly tokenId: string } | { readonly identity: Identity };
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
    async insert({ idHash, holder, createdAt, lastSeenAt }) {
      const times = { created_at: createdAt, last_seen_at: lastSeenAt };
      await table().insert({ id_hash: idHash, ...times, ...holderColumns(holder) });
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

function holderColumns(holder: SessionRecord['holder']): Record<string, unknown> {
  if ('tokenId' in holder) return { token_id: holder.tokenId };
  const { tenant, org, scopes, userEmail, actor, authority, logoutUrl, endsAt } = holder.identity;
  const who = { tenant, org, scopes: scopes.join(' '), user_email: userEmail, actor };
  return { ...who, authority, logout_url: logoutUrl, ends_at: endsAt };
}

/** PostgreSQL's driver gives bigint columns as text. */
function fromRow(row: Row): SessionRecord {
  const tokenId = row['token_id'];
  return {
    idHash: String(row['id_hash']),
    createdAt: Number(row['created_at']),
    lastSeenAt: Number(row['last_seen_at']),
    holder: typeof tokenId === 'string' ? { tokenId } : { identity: identityOf(row) },
  };
}

function identityOf(row: Row): Identity {
  return {
    tenant: String(row['tenant']),
    org: String(row['org']),
    scopes: String(row['scopes']).split(' ').filter(isScope),
    userEmail: textOrNull(row['user_email']),
    actor: String(row['actor']),
    authority: String(row['authority']),
    logoutUrl: textOrNull(row['logout_url']),
    endsAt: Number(row['ends_at']),
  };
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
