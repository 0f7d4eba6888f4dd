// What a licence says, once its signature holds.

/** The feature that a licence needs before it may send telemetry. */
export const OTEL_INGEST_FEATURE = 'otel_ingest';

/** The media type in the token's header: a token made for another purpose by the same key is no licence. */
export const LICENCE_TYPE = 'licence+jwt';

export interface Licence {
  readonly id: string;
  readonly org: string;
  readonly tenant: string;
  readonly tier: string;
  readonly features: readonly string[];
  /** Unix seconds. */
  readonly issuedAt: number;
  readonly notBefore: number;
  readonly expiresAt: number;
}

/** Why a licence is not accepted; also the label of the metric, so the list stays short and closed. */
export type LicenceRefusal =
  | 'credential_missing'
  | 'credential_malformed'
  | 'licence_invalid'
  | 'org_mismatch'
  | 'licence_not_yet_valid'
  | 'licence_expired'
  | 'licence_revoked'
  | 'feature_missing';

export class LicenceError extends Error {
  readonly code: LicenceRefusal;
  /** Of a licence whose signature is good; undefined where nothing can be believed. */
  readonly tenant: string | undefined;

  constructor(code: LicenceRefusal, message: string, tenant?: string) {
    super(message);
    this.name = 'LicenceError';
    this.code = code;
    this.tenant = tenant;
  }
}

/** Org and tenant names: what fits in an HTTP user name (RFC 7617 forbids the colon), is printable and short. */
export const NAME_PATTERN = '^(?! )[^:\\p{C}\\p{Z}]([^:\\p{C}\\p{Zl}\\p{Zp}]{0,126}[^:\\p{C}\\p{Z}])?$';

export function isName(text: string): boolean {
  return new RegExp(NAME_PATTERN, 'u').test(text);
}
