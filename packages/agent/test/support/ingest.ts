// Sends telemetry to a test agent the way clients do.
import type { CapturedRequest } from '@governance-agent/testkit';
import { ensureEvaluationLicence } from '../../src/evaluation.ts';

export const DEMO = 'demo';

/** The Authorization header of the evaluation tenant of an agent. */
export async function demoAuthorization(dataDir: string): Promise<string> {
  const license = await ensureEvaluationLicence(dataDir, { now: Date.now });
  return `Basic ${Buffer.from(`${DEMO}:${license}`).toString('base64')}`;
}

export function postLogs(
  url: string,
  authorization: string,
  body: Buffer | string,
  headers: Readonly<Record<string, string>> = { 'content-type': 'application/x-protobuf' },
): Promise<Response> {
  return fetch(`${url}/v1/logs`, { method: 'POST', headers: { ...headers, authorization }, body });
}

export function replay(url: string, authorization: string, request: CapturedRequest): Promise<Response> {
  const { path, headers, body } = request;
  return fetch(url + path, { method: 'POST', headers: { ...headers, authorization }, body });
}
