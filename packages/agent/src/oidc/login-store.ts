// The table of logins that are under way at the provider: each can be finished once, and not for long.
import { hash } from 'node:crypto';
import type { Knex } from 'knex';

export interface LoginStore {
  /** @param createdAt Unix milliseconds */
  insert(cookie: string, returnTo: string, createdAt: number): Promise<void>;
  /** Where the login was to lead, if it was begun after the time. Of several that ask together, one gets it. */
  take(cookie: string, begunAfter: number): Promise<string | undefined>;
  sweep(begunBefore: number): Promise<void>;
}

type Row = Readonly<Record<string, unknown>>;

export function createLoginStore(knex: Knex): LoginStore {
  const table = () => knex<Record<string, unknown>>('oidc_logins');
  return {
    async insert(cookie, returnTo, createdAt) {
      await table().insert({ id_hash: hash('sha256', cookie), return_to: returnTo, created_at: createdAt });
    },
    async take(cookie, begunAfter) {
      const mine = { id_hash: hash('sha256', cookie) };
      const row: Row | undefined = await table().where(mine).first();
      // Whoever really removed it has it: two that read the same row do not both get on.
      const removed = await table().where(mine).delete();
      if (row === undefined || removed !== 1 || Number(row['created_at']) <= begunAfter) return undefined;
      return String(row['return_to']);
    },
    async sweep(begunBefore) {
      await table().where('created_at', '<=', begunBefore).delete();
    },
  };
}
