// Counts rows checked for who watches.
import type { Knex } from 'knex';
import { readHead } from '../store/chain-reader.ts';
import type { OnRows } from './task.ts';

export interface Progress {
  readonly onRows: OnRows;
  /** Says how many rows there are to check. */
  expect(tenants: readonly string[]): Promise<void>;
}

export function createProgress(
  knex: Knex,
  onProgress: ((done: number, total: number) => void) | undefined,
): Progress {
  let total = 0;
  let done = 0;
  if (onProgress === undefined) return { onRows: () => undefined, expect: () => Promise.resolve() };
  return {
    onRows: (count) => {
      done += count;
      onProgress(done, Math.max(done, total));
    },
    expect: async (tenants) => {
      const heads = await Promise.all(tenants.map((tenant) => readHead(knex, tenant)));
      total = heads.reduce((sum, head) => sum + (head?.size ?? 0), 0);
    },
  };
}
