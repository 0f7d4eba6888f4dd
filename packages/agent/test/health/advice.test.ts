// Every reason to refuse has its advice.
import { expect, it } from '@jest/globals';
import type { IngestErrorCode } from '@governance-agent/otel-ingest';
import type { LicenceRefusal } from '../../src/access/licence.ts';
import type { TokenRefusal } from '../../src/access/token-desk.ts';
import { adviceOn, KNOWN_REASONS } from '../../src/health/advice.ts';

/** The compiler refuses a name that is none. */
const REASONS: Readonly<
  Partial<Record<IngestErrorCode | LicenceRefusal | TokenRefusal | 'wrong_path', true>>
> = {
  malformed: true,
  wrong_signal: true,
  too_many_records: true,
  too_complex: true,
  unauthenticated: true,
  forbidden: true,
  not_found: true,
  method_not_allowed: true,
  body_too_large: true,
  unsupported_media_type: true,
  unsupported_encoding: true,
  rate_limited: true,
  overloaded: true,
  draining: true,
  unavailable: true,
  client_gone: true,
  credential_missing: true,
  credential_malformed: true,
  licence_invalid: true,
  org_mismatch: true,
  licence_not_yet_valid: true,
  licence_expired: true,
  licence_revoked: true,
  feature_missing: true,
  token_missing: true,
  token_invalid: true,
  scope_missing: true,
  wrong_path: true,
};

it.each(Object.keys(REASONS))('%s', (reason) => {
  expect(adviceOn(reason)).not.toBe(adviceOn('something new'));
});

it('is not kept for reasons that may not exist', () => {
  const coming = ['unknown_dataset', 'wrong_dataset_kind'];
  expect(new Set(KNOWN_REASONS)).toEqual(new Set([...Object.keys(REASONS), ...coming]));
});
