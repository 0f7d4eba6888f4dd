// What went wrong between this agent and a provider, as one of our codes; and as much of it as a log may say.
import { AuthorizationResponseError, ClientError, ResponseBodyError } from 'openid-client';
import type { OidcRefusal } from './oidc-error.ts';

/** Codes of openid-client that say the provider did not answer, and not that it answered wrongly. */
const SILENT: ReadonlySet<string | undefined> = new Set([
  undefined,
  'OAUTH_TIMEOUT',
  'OAUTH_ABORT',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
  'OAUTH_PARSE_ERROR',
]);

export function refusalOf(cause: unknown): OidcRefusal {
  if (cause instanceof AuthorizationResponseError) return 'provider_refused';
  // A code that was used, is too old or belongs to another client. Everything else is set up wrongly here or there.
  if (cause instanceof ResponseBodyError)
    return cause.error === 'invalid_grant' ? 'login_over' : 'provider_unavailable';
  if (cause instanceof ClientError && !SILENT.has(cause.code)) return 'answer_invalid';
  return 'provider_unavailable';
}

/** Codes and names alone: messages may quote what a provider or a browser sent. */
export function wordsFor(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { cause } = error;
  const own = [codeOf(error), 'error' in error ? code(error.error) : undefined, error.name].find(
    (word) => word !== undefined,
  );
  return cause instanceof Error ? `${own ?? ''} < ${wordsFor(cause)}` : (own ?? '');
}

function codeOf(error: Error): string | undefined {
  return 'code' in error ? code(error.code) : undefined;
}

function code(value: unknown): string | undefined {
  return typeof value === 'string' && /^[A-Za-z0-9_]{1,60}$/.test(value) ? value : undefined;
}
