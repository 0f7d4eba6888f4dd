// Logging in at an identity provider, as far as the page has part in it: where to begin, and what it is told of a failure.
import type { components } from '../api/generated/openapi.ts';

type Code = NonNullable<components['schemas']['Problem']['code']>;

const WORDS: Readonly<Record<Code, string>> = {
  not_configured: 'No identity provider is set up. Log in with a token.',
  provider_unavailable: 'The identity provider does not answer as it should. Try again, or use a token.',
  login_over: 'That login took too long, or began in another browser. Log in again.',
  provider_refused: 'The identity provider did not let you in.',
  answer_invalid: 'What came back from the identity provider does not belong to this login. Log in again.',
  no_role: 'You have no role here. Ask whoever runs this agent for one.',
  email_missing: 'The identity provider gave no e-mail address for you, and it is needed to find your rows.',
  email_unverified: 'The identity provider has not verified your e-mail address.',
  too_many_logins: 'Too many logins from here. Wait a minute, then try again.',
};

/** Words for the code that the agent puts behind the address; undefined for any other text. */
export function problemBehind(hash: string): string | undefined {
  const code = new URLSearchParams(hash.slice(1)).get('login_problem');
  return Object.entries(WORDS).find(([known]) => known === code)?.[1];
}

/** The page that is open now is the one to come back to. */
export function startOf(
  url: string,
  { pathname, search }: { readonly pathname: string; readonly search: string },
): string {
  return `${url}?${new URLSearchParams({ return_to: pathname + search }).toString()}`;
}
