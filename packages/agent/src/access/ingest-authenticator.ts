// The plugin's authenticator: a licence with the ingest feature, or the right answer to its refusal.
import { IngestError, type Authenticator } from '@governance-agent/otel-ingest';
import { LicenceError, OTEL_INGEST_FEATURE } from './licence.ts';
import type { LicenceDesk } from './licence-desk.ts';

export interface IngestAuthenticatorDeps {
  readonly desk: LicenceDesk;
  /** Told why a credential was refused. */
  readonly refused: (reason: string) => void;
}

export function createIngestAuthenticator({ desk, refused }: IngestAuthenticatorDeps): Authenticator {
  return {
    async authenticate(authorization) {
      try {
        const { org, tenant } = await desk.admit(authorization, OTEL_INGEST_FEATURE);
        return { org, tenant };
      } catch (error) {
        throw answerTo(error, refused);
      }
    },
  };
}

function answerTo(error: unknown, refused: (reason: string) => void): IngestError {
  if (!(error instanceof LicenceError)) {
    return new IngestError('unavailable', 'Licences cannot be checked now. Send again.', { cause: error });
  }
  refused(error.code);
  const code = error.code === 'feature_missing' ? 'forbidden' : 'unauthenticated';
  // The cause is for health reports: a 401 says nothing to the sender that a stranger must not know.
  return new IngestError(code, error.message, { cause: error });
}
