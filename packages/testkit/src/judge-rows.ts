// Holds the rows of a store against what senders were promised, record by record. Times are not looked at.
import type { Batch } from './retrying-senders.ts';

export interface JudgedRow {
  readonly tenant: string;
  readonly seq: number;
  /** Number of the record; null for rows that the agent writes about itself. */
  readonly client_sequence: number | null;
  /** base64 */
  readonly signature: string;
}

export interface Judgement {
  /** Records that were acknowledged and are not in the chain of their tenant. */
  readonly lost: number;
  /** Rows beyond the first of one record, in whatever chain. */
  readonly doubled: number;
  /** Rows whose seq does not follow on the one before in the same chain; the first is 1. */
  readonly gaps: number;
  readonly unsigned: number;
}

const SIGNATURE_BYTES = 64;

/**
 * @param rows of every tenant, in order of seq within each
 * @param records of one batch
 */
export function judgeRows(
  rows: readonly JudgedRow[],
  acknowledged: readonly Batch[],
  records: number,
): Judgement {
  const where = new Map<number, string>();
  const sizes = new Map<string, number>();
  let [doubled, gaps, unsigned] = [0, 0, 0];
  for (const { tenant, seq, client_sequence: record, signature } of rows) {
    const size = (sizes.get(tenant) ?? 0) + 1;
    sizes.set(tenant, size);
    if (seq !== size) gaps += 1;
    if (Buffer.from(signature, 'base64').length !== SIGNATURE_BYTES) unsigned += 1;
    if (record === null) continue;
    if (where.has(record)) doubled += 1;
    else where.set(record, tenant);
  }
  const promised = acknowledged.flatMap(({ tenant, first }) =>
    Array.from({ length: records }, (_, index) => ({ tenant, record: first + index })),
  );
  const lost = promised.filter(({ tenant, record }) => where.get(record) !== tenant).length;
  return { lost, doubled, gaps, unsigned };
}
