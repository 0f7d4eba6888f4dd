// Detaches one partition within an open transaction: keeps hashes and usage, erases content, states it in each chain.
//
// The long part (copying, adding up) comes first and holds up nobody but who would write into this old partition. Then the
// chains are locked, in order of their names, and what follows is short. A head is always locked before the table.
import type { ClientBase } from 'pg';
import { actThrough, type Act } from '../administration/act.ts';
import { openHolds, sameHolds, type LegalHold } from '../administration/holds.ts';
import type { RowRange } from '../administration/row-ranges.ts';
import { AuditError } from '../errors.ts';
import type { ChainState } from '../seal.ts';
import { createSignerMemory, type SignedHead, type SignerMemory } from '../signer-memory.ts';
import { createAppendStore } from '../store/create-append-store.ts';
import { createAppendsWithin } from '../store/postgres-append.ts';
import { sessionHash } from '../store/leaves.ts';
import { quoted } from './catalog.ts';
import type { DetachOptions } from './detach-options.ts';
import { keepUsage } from './keep-usage.ts';
import { DETACHABLE, rangesIn, STAYING, type PartitionTenant } from './partition-rows.ts';
import { TABLE } from './period.ts';

export interface DetachTask {
  readonly name: string;
  readonly tenants: readonly PartitionTenant[];
  /** open holds of each tenant, none of which covers rows of the partition */
  readonly holds: ReadonlyMap<string, readonly LegalHold[]>;
}

/** Ranges in one row of the chain, as of an erasure. */
const RANGES_PER_ROW = 1000;

/** @returns what to do once the transaction is committed. */
export async function detachOne(
  client: ClientBase,
  options: DetachOptions,
  { name, tenants, holds }: DetachTask,
): Promise<() => void> {
  const partition = quoted(name);
  const statements: (Omit<Statement, 'holds'> & { readonly tenant: string })[] = [];
  for (const { tenant } of tenants) {
    const usage = await keepUsage(client, name, tenant);
    statements.push({ tenant, name, usage, rows: await rangesIn(client, name, tenant) });
  }
  await client.query(KEEP_ROWS(partition));
  await client.query(ERASE_CONTENT(partition));
  const { memory, flush } = createLateMemory(options.memory ?? createSignerMemory());
  const keys = createAppendStore(options.database);
  const store = createAppendsWithin(client, keys);
  for (const { tenant, ...stated } of statements) {
    const decide = (state: ChainState): Act =>
      statement(state, { ...stated, holds: holds.get(tenant) ?? [] });
    await actThrough(store, { ...options, memory }, { tenant, withHolds: true, decide });
  }
  await leave(client, partition, options.drop === true);
  return flush;
}

// Administrative rows go on standing in the chain: with their partition gone, they belong to the default one.
async function leave(client: ClientBase, partition: string, drop: boolean): Promise<void> {
  await client.query(`ALTER TABLE ${TABLE} DETACH PARTITION ${partition}`);
  await client.query(`INSERT INTO ${TABLE} SELECT * FROM ${partition} WHERE ${STAYING}`);
  if (drop) await client.query(`DROP TABLE ${partition}`);
  // A table of its own from here on.
  else await client.query(`DROP TRIGGER IF EXISTS audit_logs_no_truncate ON ${partition}`);
}

const KEEP_ROWS = (partition: string): string =>
  `INSERT INTO detached_rows (tenant, seq, received_at, session, session_seq, body_hash, row_hash)
   SELECT tenant, seq, received_at, ${sessionHash('session_id')}, session_seq, body_hash, row_hash
   FROM ${partition} WHERE ${DETACHABLE} ORDER BY tenant, seq`;

const ERASE_CONTENT = (partition: string): string =>
  `DELETE FROM audit_content AS c USING ${partition} AS l WHERE c.tenant = l.tenant AND c.seq = l.seq AND l.${DETACHABLE}`;

interface Statement {
  readonly name: string;
  readonly rows: readonly RowRange[];
  readonly usage: string;
  readonly holds: readonly LegalHold[];
}

/** Under the chain's lock. What it throws takes everything back. */
function statement(state: ChainState, { name, rows, usage, holds }: Statement): Act {
  if (!sameHolds(openHolds(state.holds), holds))
    throw new AuditError(
      'legal_hold',
      'Holds changed while a partition was detached: nothing of it was done. Try again.',
    );
  const records: Act['records'][number][] = [];
  for (let first = 0; first < rows.length; first += RANGES_PER_ROW)
    records.push({
      act: 'detachment',
      rows: rows.slice(first, first + RANGES_PER_ROW),
      partition: name,
      usage,
    });
  return { records };
}

/** Remembers once the transaction is committed: a head that was never stored would look like a store that was set back. */
function createLateMemory(memory: SignerMemory): {
  readonly memory: SignerMemory;
  readonly flush: () => void;
} {
  const heads = new Map<string, SignedHead>();
  return {
    memory: { ...memory, remember: (tenant, head) => void heads.set(tenant, head) },
    flush: () => {
      for (const [tenant, head] of heads) memory.remember(tenant, head);
    },
  };
}
