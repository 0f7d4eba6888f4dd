// Every way in which logging in at a provider can fail. Pages show their own words for the codes.

export type OidcRefusal =
  /** No provider is set up here. */
  | 'not_configured'
  /** The provider does not answer, or not like one. */
  | 'provider_unavailable'
  /** Begun in another browser, too long ago, finished before, or never. */
  | 'login_over'
  /** The provider let nobody in: cancelled, or not allowed there. */
  | 'provider_refused'
  /** What the provider said does not hold: state, nonce, issuer, audience, signature, time. */
  | 'answer_invalid'
  /** No rule gives this person a role. */
  | 'no_role'
  | 'email_missing'
  | 'email_unverified'
  | 'too_many_logins';

export class OidcError extends Error {
  readonly code: OidcRefusal;
  /** For `too_many_logins`. */
  readonly retryAfterSeconds: number | undefined;

  constructor(code: OidcRefusal, options?: ErrorOptions & { readonly retryAfterSeconds?: number }) {
    super(code, options);
    this.name = 'OidcError';
    this.code = code;
    this.retryAfterSeconds = options?.retryAfterSeconds;
  }
}
