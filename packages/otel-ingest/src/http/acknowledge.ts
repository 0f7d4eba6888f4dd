// What nobody stores (traces; metrics without a port for them): read to the end, counted, a broken batch refused.
import type { Codec } from '../decode/model.ts';
import type { CountedSignal, RecordsCount } from '../ports.ts';
import type { Success } from './answer.ts';

const COUNTED = { metrics: 'metrics', traces: 'spans' } as const;

/** Throws IngestError `malformed`, `wrong_signal` or `too_complex`. */
export async function acknowledge(
  countRecords: RecordsCount,
  signal: CountedSignal,
  codec: Codec,
  bytes: Buffer,
): Promise<Success> {
  const count = await countRecords(signal, codec, bytes);
  const message = count === 0 ? '' : `${COUNTED[signal]} accepted and not stored: ${count}`;
  return { receipt: undefined, rejected: 0, message };
}
