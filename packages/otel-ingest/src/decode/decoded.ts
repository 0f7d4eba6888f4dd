// What decoding a request yields, for both codecs.
import { IngestError, type FieldViolation } from '../errors.ts';
import type { ResourceLogs } from './model.ts';

export interface Decoded {
  /** Records that were read. */
  readonly records: number;
  /** Records that could not be read although the request around them could (H6). */
  readonly rejectedRecords: number;
  /** Attributes over the limit: left out, counted, reported. */
  readonly surplusAttributes: number;
  /** Attributes that are too much text for one row: left out, counted, reported. */
  readonly largeAttributes?: number;
  readonly violations: readonly FieldViolation[];
}

export interface DecodedLogs extends Decoded {
  readonly resourceLogs: readonly ResourceLogs[];
}

/** Some records may be beyond reading (H6). When all of them are, it is the request that is malformed (H12). */
export function assertSomethingRead({ records, rejectedRecords, violations }: Decoded): void {
  if (records > 0 || rejectedRecords === 0) return;
  throw new IngestError('malformed', 'no record of the request can be read', { violations });
}
