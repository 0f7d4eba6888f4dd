// What each way of failing at the identity provider is answered with. Says what to do, repeats nothing.
import type { Problem } from '../http/problem.ts';
import type { OidcError, OidcRefusal } from '../oidc/oidc-error.ts';

const PROBLEMS: Readonly<Record<OidcRefusal, Problem>> = {
  not_configured: {
    status: 404,
    title: 'Not found',
    detail: 'No identity provider is set up. Log in with a token.',
  },
  provider_unavailable: {
    status: 503,
    title: 'Identity provider unavailable',
    detail: 'The identity provider does not answer as it should. Try again, or log in with a token.',
    headers: { 'Retry-After': '5' },
  },
  login_over: {
    status: 400,
    title: 'Login over',
    detail: 'This login took too long, was finished before, or began in another browser. Begin again.',
  },
  provider_refused: {
    status: 403,
    title: 'Refused by the identity provider',
    detail: 'The identity provider let nobody in. Begin again, or ask who runs it.',
  },
  answer_invalid: {
    status: 400,
    title: 'Answer not valid',
    detail: 'What came back from the identity provider does not belong to this login. Begin again.',
  },
  no_role: {
    status: 403,
    title: 'Forbidden',
    detail: 'You have no role here. Ask who runs this agent for one.',
  },
  email_missing: {
    status: 403,
    title: 'Forbidden',
    detail: 'The identity provider gave no e-mail address, and a member needs one.',
  },
  email_unverified: {
    status: 403,
    title: 'Forbidden',
    detail: 'The identity provider has not verified your e-mail address.',
  },
  too_many_logins: {
    status: 429,
    title: 'Too many requests',
    detail: 'Too many logins from this address. Wait, then try again.',
  },
};

export function oidcProblem({ code, retryAfterSeconds }: OidcError): Problem {
  const problem = { ...PROBLEMS[code], code };
  if (retryAfterSeconds === undefined) return problem;
  return { ...problem, headers: { 'Retry-After': String(retryAfterSeconds) } };
}
