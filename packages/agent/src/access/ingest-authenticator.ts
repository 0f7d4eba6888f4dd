// The plugin's authenticator: a licence with the ingest feature, or the right answer to its refusal.
import { IngestError, type Authenticator } from '@governance-agent/otel-ingest';
import { LicenceError, OTEL_INGEST_FEATURE } from './licence.ts';
import type { LicenceDesk } from './licence-desk.ts';

export interface IngestAuthenticatorDeps {
  readonly desk: LicenceDesk;
  /** While true nobody new is let in: what is not read yet is not lost, the exporter sends it again. */
  readonly isDraining: () => boolean;
  readonly refused: (reason: string) => void;
}

export function createIngestAuthenticator(deps: IngestAuthenticatorDeps): Authenticator {
  return {
    async authenticate(authorization) {
      if (deps.isDraining()) throw new IngestError('draining', 'The agent is stopping. Send again.');
      try {
        const { org, tenant } = await deps.desk.admit(authorization, OTEL_INGEST_FEATURE);
        return { org, tenant };
      } catch (error) {
        throw answerTo(error, deps.refused);
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
  return new IngestError(code, error.message);
}
