// Parts of a chain's report that are looked up: what no head covers, and what a compromised key may have forged.
import type { Knex } from 'knex';
import { compromisedRows, type CompromisedRows } from '../chain/compromised-rows.ts';
import type { ChainReport, Tail } from '../chain/verdict.ts';
import { readFirstAt, readReceivedAt } from '../store/walk-reader.ts';
import type { OpenChain } from './open-chain.ts';

/** @param covered sizes of the newest checkpoint and of the newest head from outside; 0 without one. */
export async function readTails(
  knex: Knex,
  tenant: string,
  through: number,
  covered: { readonly checkpoint: number; readonly outside: number },
): Promise<ChainReport['unanchored']> {
  const tail = async (size: number): Promise<Tail> =>
    size >= through
      ? { rows: 0, since: null }
      : { rows: through - size, since: await readReceivedAt(knex, tenant, size + 1) };
  return {
    behind_checkpoint: await tail(covered.checkpoint),
    behind_outside_head: await tail(covered.outside),
  };
}

export async function readCompromised(
  knex: Knex,
  { tenant, newest, administration }: OpenChain,
): Promise<CompromisedRows[]> {
  const found: CompromisedRows[] = [];
  for (const act of administration.compromises) {
    const firstAt = await readFirstAt(knex, tenant, act.record.since, newest);
    const rows = compromisedRows(administration.schedule, act, firstAt);
    if (rows !== null) found.push(rows);
  }
  return found;
}
