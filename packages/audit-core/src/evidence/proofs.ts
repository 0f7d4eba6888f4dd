// Merkle proofs of one chain on their own, for programs that ask once. A server keeps a prover (prover.ts).
import type { Database } from '../store/database.ts';
import type { ConsistencyProof, InclusionProof } from './prove.ts';
import { createProver } from './prover.ts';

/** Reads every row hash of the tree. As `Prover.inclusion`. */
export function inclusionProof(
  database: Database,
  tenant: string,
  seq: number,
  size?: number,
): Promise<InclusionProof> {
  return createProver({ database }).inclusion(tenant, seq, size);
}

/** Reads `to` row hashes. As `Prover.consistency`. */
export function consistencyProof(
  database: Database,
  tenant: string,
  from: number,
  to: number,
): Promise<ConsistencyProof> {
  return createProver({ database }).consistency(tenant, from, to);
}

/** One row's proof to the first checkpoint that covers it, as a C2SP tlog-proof; null while no checkpoint does. */
export async function readTlogProof(database: Database, tenant: string, seq: number): Promise<string | null> {
  return (await createProver({ database }).covering(tenant, seq))?.text ?? null;
}
