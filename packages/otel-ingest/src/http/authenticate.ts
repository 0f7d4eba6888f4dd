// Authorization header -> principal, by whatever the embedder brings.
import { IngestError } from '../errors.ts';
import type { Authenticator, Principal } from '../ports.ts';
import { withDeadline } from './deadline.ts';

const AUTHENTICATE_MS = 2_000;

/** Throws the IngestError of the authenticator; anything else it throws, and silence, is `unavailable`. */
export async function authenticate(
  authenticator: Authenticator,
  authorization: string | undefined,
): Promise<Principal> {
  try {
    return await withDeadline(
      authenticator.authenticate(authorization),
      AUTHENTICATE_MS,
      'checking the credential',
    );
  } catch (cause) {
    if (cause instanceof IngestError) throw cause;
    throw new IngestError('unavailable', 'the credential cannot be checked at this moment: send again', {
      cause,
    });
  }
}
