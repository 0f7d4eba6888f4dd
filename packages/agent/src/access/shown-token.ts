// A token as commands and the API show it: never the secret.
import type { TokenRecord } from './token-store.ts';

export function shownToken(record: TokenRecord) {
  const { id, tenant, org, name, scopes } = record;
  return {
    id,
    tenant,
    org,
    name,
    scopes,
    user_email: record.userEmail,
    created_at: iso(record.createdAt),
    expires_at: iso(record.expiresAt),
    revoked_at: iso(record.revokedAt),
    last_used_at: iso(record.lastUsedAt),
  };
}

function iso(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
