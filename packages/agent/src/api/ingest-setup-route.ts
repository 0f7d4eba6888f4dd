// What makes a client send here, for the portal: the texts of the `setup` commands with a place for the credential.
// No credential is known here, and none is asked for: who pastes the text puts it in.
import { Router, type Request } from 'express';
import { AgentError } from '../errors.ts';
import { badRequest } from '../http/problem.ts';
import { baseUrl } from '../setup/base-url.ts';
import { DEFAULT_SETUP, type ClientSetup } from '../setup/client-setup.ts';
import { CONTENT_SWITCHES, type Content } from '../setup/content.ts';
import { MANAGED_SETTINGS_PATHS } from '../setup/managed-settings.ts';
import { renderSetup, SETUP_KINDS, type SetupForm } from '../setup/render-setup.ts';
import { SCRIPT_SHELLS } from '../setup/script.ts';
import { SHELLS } from '../setup/shells.ts';
import { forTenant } from './reader.ts';
import { anyWord, oneOfWords } from './report-query.ts';
import { requestQuery } from './request-query.ts';

export interface IngestSetupRouteDeps {
  /** `''`, or what stands in front of every ingest route. */
  readonly ingestPathPrefix: string;
}

/** Read as they stand in a header: a token as Bearer, `org:licence` in base64 as Basic. */
const PLACEHOLDERS = { token: 'gat_YOUR-INGEST-TOKEN', licence: 'BASE64-OF-ORG:LICENCE' } as const;

type Extras = Readonly<Record<string, string>>;

export function createIngestSetupRoute({ ingestPathPrefix }: IngestSetupRouteDeps): Router {
  const router = Router();
  router.get(
    '/ingest/setup',
    forTenant((_tenant, request) => Promise.resolve(answer(request, ingestPathPrefix))),
  );
  return router;
}

const PARAMETERS = {
  kind: oneOfWords(SETUP_KINDS),
  shell: oneOfWords(SHELLS),
  credential: oneOfWords(Object.keys(PLACEHOLDERS)),
  content: (list: string) =>
    wordsOf(list).every((word) => CONTENT_SWITCHES.some((name) => name === word))
      ? undefined
      : `takes ${CONTENT_SWITCHES.join(', ')}, separated by commas`,
  endpoint: (url: string) => anyWord(url) ?? endpointProblem(url),
};

function answer(request: Request, prefix: string) {
  const { extras } = requestQuery(request, PARAMETERS, Object.keys(PARAMETERS));
  const form = formOf(extras);
  const credential = extras['credential'] === 'licence' ? 'licence' : 'token';
  const setup = setupOf(request, extras, prefix, credential);
  const { text, notes } = rendered(setup, form);
  return {
    kind: form.kind,
    shell: 'shell' in form ? form.shell : null,
    endpoint: setup.endpoint,
    credential,
    placeholder: PLACEHOLDERS[credential],
    text,
    notes,
    places: form.kind === 'managed-settings' ? MANAGED_SETTINGS_PATHS : null,
  };
}

/** Throws ProblemError 400. A shell where none applies is refused, never dropped. */
function formOf({ kind: asked, shell: word }: Extras): SetupForm {
  const kind = SETUP_KINDS.find((one) => one === asked);
  if (kind === undefined) throw badRequest(`kind is missing: one of ${SETUP_KINDS.join(', ')}`);
  if (kind === 'claude-code') return { kind, shell: SHELLS.find((one) => one === word) ?? 'bash' };
  if (kind !== 'script') {
    if (word !== undefined) throw badRequest(`shell does not apply to ${kind}`);
    return { kind };
  }
  const shell = SCRIPT_SHELLS.find((one) => one === (word ?? 'sh'));
  if (shell === undefined) throw badRequest(`shell of a script must be one of ${SCRIPT_SHELLS.join(', ')}`);
  return { kind, shell };
}

function setupOf(
  request: Request,
  { endpoint, content = '' }: Extras,
  prefix: string,
  credential: keyof typeof PLACEHOLDERS,
): ClientSetup {
  const scheme = credential === 'token' ? 'Bearer' : 'Basic';
  const authorization = `${scheme} ${PLACEHOLDERS[credential]}`;
  const on = Object.fromEntries(wordsOf(content).map((name) => [name, true]));
  return {
    ...DEFAULT_SETUP,
    endpoint: withPrefix(baseOf(endpoint ?? ownAddress(request)), prefix),
    credential: { kind: 'placeholder', authorization },
    content: on satisfies Content,
  };
}

/** As the caller reached it: they are the only one to whom it is told. */
function ownAddress(request: Request): string {
  return `${request.protocol}://${request.get('host') ?? ''}`;
}

function withPrefix(base: string, prefix: string): string {
  return base.endsWith(prefix) ? base : base + prefix;
}

/** Throws ProblemError 400. */
function baseOf(url: string): string {
  const problem = endpointProblem(url);
  if (problem !== undefined) throw badRequest(`endpoint ${problem}`);
  return baseUrl(url).endpoint;
}

function endpointProblem(url: string): string | undefined {
  try {
    baseUrl(url);
    return url.length > 500 ? 'must not be longer than 500 characters' : undefined;
  } catch (error) {
    if (!(error instanceof AgentError)) throw error;
    return 'must be an http or https URL without user, query and fragment';
  }
}

function rendered(setup: ClientSetup, form: SetupForm) {
  try {
    return renderSetup(setup, form);
  } catch (error) {
    if (error instanceof AgentError && error.code === 'usage') throw badRequest(error.message);
    throw error;
  }
}

function wordsOf(list: string): string[] {
  return list.split(',').filter((word) => word !== '');
}
