// What decoding a request yields, for both codecs.
import type { FieldViolation } from '../errors.ts';
import type { ResourceLogs } from './model.ts';

export interface DecodedLogs {
  readonly resourceLogs: readonly ResourceLogs[];
  /** Records that were read. */
  readonly records: number;
  /** Records that could not be read although the request around them could (H6). */
  readonly rejectedRecords: number;
  /** Attributes over the limit: left out, counted, reported. */
  readonly surplusAttributes: number;
  readonly violations: readonly FieldViolation[];
}
