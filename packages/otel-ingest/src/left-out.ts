// Says what of a request was left out and why: numbers, limits and paths of the schema, never content (H6).
import { MOST_OF_RECORD } from './decode/bound-sizes.ts';
import type { Decoded } from './decode/decoded.ts';
import type { IngestSettings } from './settings.ts';

const REPORTED_VIOLATIONS = 3;

/** Empty when everything was stored as sent. @param records what a record is called. */
export function leftOut(records: string, decoded: Decoded, { maxAttributes }: IngestSettings): string {
  const { rejectedRecords, surplusAttributes, largeAttributes = 0, violations } = decoded;
  const parts: string[] = [];
  if (rejectedRecords > 0) {
    const reasons = violations.slice(0, REPORTED_VIOLATIONS).map((one) => `${one.field}: ${one.description}`);
    parts.push([`${records} that cannot be read: ${rejectedRecords}`, ...reasons].join('; '));
  }
  if (surplusAttributes > 0) {
    parts.push(`attributes left out over the limit of ${maxAttributes}: ${surplusAttributes}`);
  }
  if (largeAttributes > 0) {
    parts.push(
      `attributes left out over the limit of ${MOST_OF_RECORD} characters a record: ${largeAttributes}`,
    );
  }
  return parts.join('. ');
}
