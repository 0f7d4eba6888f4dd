// Rows of one chain -> a destination, in order. A batch that is refused is halved until the row that it is refused for
// stands alone: that one is skipped, and no other.
import type { ChainRow } from '@governance-agent/audit-core';
import type { PostOutcome } from './post-logs.ts';

export interface SendDeps {
  readonly encode: (rows: readonly ChainRow[]) => Buffer;
  readonly post: (body: Buffer) => Promise<PostOutcome>;
  /** Keeps the lease; false = another agent serves the destination now. */
  readonly hold: () => Promise<boolean>;
  /** These rows are dealt with: `seq` is the last of them. */
  readonly done: (seq: number) => Promise<void>;
  readonly report: {
    delivered(rows: number, rejected: number): void;
    skipped(reason: string): void;
  };
  readonly maxBatchBytes: number;
  /** How many rows may be skipped one after the other before the destination is taken for broken. */
  readonly maxSkipped: number;
}

export type Sent = 'all' | 'not_ours' | { readonly reason: string; readonly afterMs?: number };

/** `skipped` is kept over calls: how many rows were skipped since one was delivered. */
export interface SendState {
  skipped: number;
}

/** Rejects when the store does. */
export async function sendRows(deps: SendDeps, state: SendState, rows: readonly ChainRow[]): Promise<Sent> {
  let size = rows.length;
  for (let from = 0; from < rows.length;) {
    if (!(await deps.hold())) return 'not_ours';
    const { batch, body } = fitting(deps, rows.slice(from, from + size));
    const outcome = await deps.post(body);
    if (outcome.kind === 'later') return outcome;
    if (outcome.kind === 'refused' && batch.length > 1) {
      size = Math.ceil(batch.length / 2);
      continue;
    }
    if (outcome.kind === 'refused') {
      if (state.skipped >= deps.maxSkipped) return { reason: outcome.reason };
      state.skipped += 1;
      deps.report.skipped(outcome.reason);
    } else {
      state.skipped = 0;
      deps.report.delivered(batch.length, outcome.rejected);
      size *= 2;
    }
    from += batch.length;
    await deps.done(batch.at(-1)?.seq ?? 0);
  }
  return 'all';
}

/** A row that is too large by itself goes alone. */
function fitting({ encode, maxBatchBytes }: SendDeps, rows: readonly ChainRow[]) {
  let batch = rows;
  let body = encode(batch);
  while (body.length > maxBatchBytes && batch.length > 1) {
    batch = batch.slice(0, Math.ceil(batch.length / 2));
    body = encode(batch);
  }
  return { batch, body };
}
