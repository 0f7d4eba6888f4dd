// Calls the API of a test agent with a bearer token.
import { readDecisions } from '@governance-agent/audit-core';
import type { TestAgent } from './test-agent.ts';

export interface Answer {
  readonly status: number;
  /** undefined: there is none */
  readonly body: unknown;
  readonly response: Response;
}

export type ApiCall = (method: string, path: string, body?: unknown, token?: string) => Promise<Answer>;

/** @param token used unless a call names another */
export function apiCall(agent: Pick<TestAgent, 'url'>, token: string): ApiCall {
  return async (method, path, body, other = token) => {
    const headers = { authorization: `Bearer ${other}`, 'content-type': 'application/json' };
    const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
    const response = await fetch(`${agent.url}/api/v1${path}`, { method, headers, ...sent });
    const text = await response.text();
    return {
      response,
      status: response.status,
      body: text === '' ? undefined : (JSON.parse(text) as unknown),
    };
  };
}

/** What the chain says was done to the tenant, newest first: the act, its fields, the reason. */
export async function actsOf(agent: TestAgent, tenant = 'acme'): Promise<Record<string, unknown>[]> {
  const { decisions } = await readDecisions(agent.database, tenant, { columns: { plane: 'agent' } });
  return decisions.map(({ event, attributes, content }) => ({ event, ...attributes, ...content }));
}
