// What nobody stores (traces; metrics without a port for them): read to the end, counted, a broken batch refused.
import { countRecords } from '../decode/count-records.ts';
import type { Codec } from '../decode/model.ts';
import type { DecodeLimits } from '../decode/budget.ts';
import type { Success } from './answer.ts';

const COUNTED = { metrics: 'metrics', traces: 'spans' } as const;

/** Throws IngestError `malformed`, `wrong_signal`, `too_many_records` or `too_complex`. */
export function acknowledge(
  signal: 'metrics' | 'traces',
  codec: Codec,
  bytes: Buffer,
  limits: DecodeLimits,
): Success {
  const count = countRecords(signal, codec, bytes, limits);
  const message = count === 0 ? '' : `${COUNTED[signal]} accepted and not stored: ${count}`;
  return { receipt: undefined, rejected: 0, message };
}
