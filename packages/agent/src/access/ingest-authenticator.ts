// The plugin's authenticator: a licence with the ingest feature or a token with the ingest scope, or the right refusal.
import { IngestError, type Authenticator, type Principal } from '@governance-agent/otel-ingest';
import { readSentToken } from './credential.ts';
import type { IngestTokens } from './ingest-tokens.ts';
import { LicenceError, OTEL_INGEST_FEATURE } from './licence.ts';
import type { LicenceDesk } from './licence-desk.ts';
import { TokenError } from './token-desk.ts';

export interface IngestAuthenticatorDeps {
  readonly desk: LicenceDesk;
  readonly tokens: IngestTokens;
  /** Told why a credential was refused. */
  readonly refused: (reason: string) => void;
}

export function createIngestAuthenticator({ desk, tokens, refused }: IngestAuthenticatorDeps): Authenticator {
  return {
    async authenticate(authorization) {
      const token = readSentToken(authorization);
      try {
        return await (token === undefined ? byLicence(desk, authorization) : byToken(tokens, token));
      } catch (error) {
        throw answerTo(error, refused);
      }
    },
  };
}

async function byLicence(desk: LicenceDesk, authorization: string | undefined): Promise<Principal> {
  const { org, tenant } = await desk.admit(authorization, OTEL_INGEST_FEATURE);
  return { org, tenant };
}

async function byToken(tokens: IngestTokens, token: string): Promise<Principal> {
  const { record, datasets } = await tokens.admit(token);
  const { org, tenant } = record;
  return datasets === 'all' ? { org, tenant } : { org, tenant, datasets };
}

function answerTo(error: unknown, refused: (reason: string) => void): IngestError {
  if (!(error instanceof LicenceError) && !(error instanceof TokenError)) {
    return new IngestError('unavailable', 'Credentials cannot be checked now. Send again.', { cause: error });
  }
  refused(error.code);
  const forbidden = error.code === 'feature_missing' || error.code === 'scope_missing';
  // The cause is for health reports: a 401 says nothing to the sender that a stranger must not know.
  return new IngestError(forbidden ? 'forbidden' : 'unauthenticated', error.message, { cause: error });
}
