// An agent that people log in to at a provider, and the way through that login.
import type { DatabaseKind } from '@governance-agent/testkit';
import { testAgent, type TestAgent } from '../support/test-agent.ts';
import { freePort } from './free-port.ts';
import type { Person, Visited } from './person.ts';
import { CLIENT, realProvider, type RealProvider, type RealProviderOptions } from './real-provider.ts';

export const RULES = [
  { value: 'audit-admins', tenant: 'acme', role: 'admin' },
  { value: 'auditors', tenant: 'acme', role: 'auditor' },
  { value: 'developers', tenant: 'acme', role: 'member' },
  { claim: '/resource/agent/roles', value: 'audit', tenant: 'globex', org: 'globex-eu', role: 'auditor' },
  { claim: 'email', value: 'chief@acme.example', tenant: 'acme', role: 'auditor' },
];

export const PEOPLE = {
  ada: { groups: ['staff', 'audit-admins'] },
  uma: { groups: 'auditors' },
  dev: { email: 'dev@acme.example', email_verified: true, groups: ['developers'] },
  gus: { resource: { agent: { roles: ['audit'] } } },
  eve: { email: 'eve@acme.example', email_verified: true, groups: ['visitors'] },
  anon: { groups: ['developers'] },
  sly: { email: 'dev@acme.example', email_verified: false, groups: ['developers'] },
  say: { email: 'dev@acme.example', email_verified: 'true', groups: ['developers'] },
  odd: { email: 'not an address', email_verified: true, groups: ['developers'] },
  two: { email: ['dev@acme.example', 'ops@acme.example'], email_verified: true, groups: ['developers'] },
  boss: { email: 'chief@acme.example', email_verified: true },
  fake: { email: 'chief@acme.example', email_verified: false },
} as const;

export interface OidcAgent {
  readonly agent: TestAgent;
  readonly provider: RealProvider;
  readonly remove: () => Promise<void>;
}

export interface OidcAgentOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly provider?: Partial<RealProviderOptions>;
}

export async function oidcAgent(
  kind: DatabaseKind,
  { env = {}, provider: given = {} }: OidcAgentOptions = {},
): Promise<OidcAgent> {
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  const provider = await realProvider({ people: PEOPLE, publicUrl, ...given });
  const secret = given.isPublicClient === true ? {} : { OIDC_CLIENT_SECRET: CLIENT.secret };
  const agent = await testAgent(kind, {
    ...environment(provider.issuer, port),
    ...secret,
    ...env,
  });
  const remove = async (): Promise<void> => {
    await agent.remove();
    await provider.close();
  };
  return { agent, provider, remove };
}

/** An agent and a provider for one test, whatever becomes of it. */
export async function withHouse(
  options: OidcAgentOptions,
  use: (house: OidcAgent) => Promise<void>,
): Promise<void> {
  const house = await oidcAgent('sqlite', options);
  try {
    await use(house);
  } finally {
    await house.remove();
  }
}

export function environment(issuer: string, port: number): Record<string, string> {
  return {
    PORT: String(port),
    OTLP_GRPC_PORT: '0',
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: CLIENT.id,
    OIDC_ROLE_RULES: JSON.stringify(RULES),
    OIDC_SCOPES: 'openid',
  };
}

export const START = '/api/v1/session/oidc';
export const CALLBACK = '/api/v1/session/oidc/callback';

/** Logs in at the provider's own pages and stops before the address that `stop` is for. */
export async function logInAt(
  agent: { readonly url: string },
  who: Person,
  name: string,
  { page = '/decisions', stop }: { readonly page?: string; readonly stop?: string } = {},
): Promise<Visited> {
  const isEnd = (next: string): boolean => next.startsWith(stop ?? `${agent.url}${page}`);
  const form = await who.visit(
    `${agent.url}${START}?${new URLSearchParams({ return_to: page }).toString()}`,
    isEnd,
  );
  const consent = await who.send(form.url, { prompt: 'login', login: name, password: 'any' }, isEnd);
  return who.send(consent.url, { prompt: 'consent' }, isEnd);
}

/** As `logInAt`, up to the address that the provider sends back to. */
export async function answerFor(agent: { readonly url: string }, who: Person, name: string): Promise<string> {
  return (await logInAt(agent, who, name, { stop: `${agent.url}${CALLBACK}` })).url;
}
