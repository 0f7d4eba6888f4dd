// Sends runs the way clients do: over HTTP with a licence, each run in its order, a few runs at a time.
import { AgentError } from '../errors.ts';
import type { CapturedRequest } from './captures.ts';

export interface SendOrder {
  readonly url: string;
  readonly org: string;
  readonly license: string;
  /** Consumed. Each run is in the order that its client sent it. */
  readonly runs: Generator<readonly CapturedRequest[]>;
  /** Called after each acknowledged request. */
  readonly onSent?: () => void;
  /** Once aborted, nothing more is sent. */
  readonly signal?: AbortSignal;
}

const SENDERS = 4;

/** Resolves once everything is acknowledged. Throws AgentError `not_found` when something was refused. */
export async function sendRequests(order: SendOrder): Promise<void> {
  const authorization = authorizationOf(order.org, order.license);
  // One generator for all: whoever is free takes the next run.
  const sender = async (): Promise<void> => {
    for (const run of order.runs) await sendRun(order, authorization, run);
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
}

/** The Authorization header of a licence. */
export function authorizationOf(org: string, license: string): string {
  return `Basic ${Buffer.from(`${org}:${license}`).toString('base64')}`;
}

async function sendRun(
  { url, onSent, signal }: SendOrder,
  authorization: string,
  run: readonly CapturedRequest[],
): Promise<void> {
  for (const request of run) {
    if (signal?.aborted) return;
    await send(url, authorization, request);
    onSent?.();
  }
}

async function send(url: string, authorization: string, request: CapturedRequest): Promise<void> {
  const headers = { authorization, 'content-type': 'application/json', 'user-agent': request.userAgent };
  const body = JSON.stringify(request.body);
  const response = await fetch(url + request.path, { method: 'POST', headers, body });
  const answer = await response.text();
  // A partial success says so in the body; an acknowledgement is `{}`.
  if (response.ok && !answer.includes('partialSuccess')) return;
  throw new AgentError('not_found', `A request of the demo was answered with ${response.status}`);
}
