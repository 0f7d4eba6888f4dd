// What verification has to know of a chain before it walks it: its end, its administrative rows, its keys.
import type { Knex } from 'knex';
import { judgeAdministration, type Administration } from '../chain/administration.ts';
import type { VerifierOf } from '../chain/chain-context.ts';
import type { StoredRow } from '../chain/stored-row.ts';
import type { ChainHead } from '../seal.ts';
import { readHead, readNewestSeq } from '../store/chain-reader.ts';
import { readRows } from '../store/chain-rows.ts';
import { readAdministrationRows } from '../store/walk-reader.ts';

/** The verifier's own keys, and where it reads. */
export interface ReadDeps {
  readonly knex: Knex;
  /** base64 public keys by key id: those the caller pinned */
  readonly pinned: ReadonlyMap<string, string>;
  readonly verifierOf: VerifierOf;
}

export interface OpenChain {
  readonly tenant: string;
  readonly head: ChainHead | null;
  /** the newest row within the head; 0 without rows. Rows written later are left to the next run. */
  readonly newest: number;
  readonly administration: Administration;
}

export async function openChain(deps: ReadDeps, tenant: string): Promise<OpenChain> {
  const { knex } = deps;
  const head = await readHead(knex, tenant);
  const upTo = Math.min(head?.size ?? Infinity, Number.MAX_SAFE_INTEGER);
  const newest = Math.max((await readNewestSeq(knex, tenant, upTo)) ?? 0, 0);
  const administration = await readActs(deps, tenant, head?.origin ?? null, newest);
  return { tenant, head, newest, administration };
}

/** Reads and judges the administrative rows up to a row. */
export async function readActs(
  { knex, pinned, verifierOf }: ReadDeps,
  tenant: string,
  origin: string | null,
  through: number,
): Promise<Administration> {
  const rows = await readAdministrationRows(knex, tenant, through);
  const probes = await readProbes(knex, tenant, through);
  return judgeAdministration({ origin, rows, probes, pinned, verifierOf });
}

const FIRST_ROWS = 3;

async function readProbes(knex: Knex, tenant: string, newest: number): Promise<StoredRow[]> {
  const first: StoredRow[] = await readRows(knex, tenant)
    .where('l.seq', '>=', 1)
    .where('l.seq', '<=', newest)
    .limit(FIRST_ROWS);
  const last: StoredRow[] = await readRows(knex, tenant).where('l.seq', newest);
  return [...first, ...last];
}
