// Rows of one chain, or points of one tenant -> a destination, in order. A batch that is refused is halved until what it
// is refused for stands alone: that is skipped, and nothing else.
import type { PostOutcome } from './post-batch.ts';
import type { Source } from './source.ts';

export interface SendDeps<Item> {
  readonly source: Pick<Source<Item>, 'encode' | 'numberOf'>;
  readonly post: (body: Buffer) => Promise<PostOutcome>;
  /** Keeps the lease; false = another agent serves the destination now. */
  readonly hold: () => Promise<boolean>;
  /** Everything up to this number is dealt with. */
  readonly done: (number: number) => Promise<void>;
  readonly report: {
    delivered(items: number, rejected: number): void;
    skipped(reason: string): void;
  };
  readonly maxBatchBytes: number;
  /** How many may be skipped one after the other before the destination is taken for broken. */
  readonly maxSkipped: number;
}

export type Sent = 'all' | 'not_ours' | { readonly reason: string; readonly afterMs?: number };

/** `skipped` is kept over calls: how many were skipped since one was delivered. */
export interface SendState {
  skipped: number;
}

/** Rejects when the store does. */
export async function sendItems<Item>(
  deps: SendDeps<Item>,
  state: SendState,
  items: readonly Item[],
): Promise<Sent> {
  let size = items.length;
  for (let from = 0; from < items.length;) {
    if (!(await deps.hold())) return 'not_ours';
    const { batch, body } = fitting(deps, items.slice(from, from + size));
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
    const last = batch.at(-1);
    if (last !== undefined) await deps.done(deps.source.numberOf(last));
  }
  return 'all';
}

/** What is too large by itself goes alone. */
function fitting<Item>({ source, maxBatchBytes }: SendDeps<Item>, items: readonly Item[]) {
  let batch = items;
  let body = source.encode(batch);
  while (body.length > maxBatchBytes && batch.length > 1) {
    batch = batch.slice(0, Math.ceil(batch.length / 2));
    body = source.encode(batch);
  }
  return { batch, body };
}
