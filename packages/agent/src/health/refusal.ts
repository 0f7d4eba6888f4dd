// Why a request was refused, as one word of a closed list, and whose request it was as far as the credential tells.
import type { IngestError } from '@governance-agent/otel-ingest';
import { LicenceError } from '../access/licence.ts';
import { TokenError } from '../access/token-desk.ts';

export interface RefusalFacts {
  readonly reason: string;
  /** Of a credential that is genuine and refused all the same (expired, revoked); undefined otherwise. */
  readonly tenant: string | undefined;
}

export function refusalFacts({ code, cause }: IngestError): RefusalFacts {
  if (cause instanceof LicenceError) return { reason: cause.code, tenant: cause.tenant };
  if (cause instanceof TokenError) return { reason: cause.code, tenant: undefined };
  return { reason: code, tenant: undefined };
}
