// Sends the bundled captures the way the client sent them: same bodies, same headers, our licence.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { AgentError } from '../errors.ts';

const FOLDER = path.join(import.meta.dirname, '../../fixtures/demo');

interface Recorded {
  readonly file: string;
  readonly signal: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Resolves to the number of requests that were acknowledged. Throws AgentError when one was not. */
export async function sendCaptures(url: string, org: string, license: string): Promise<number> {
  const authorization = `Basic ${Buffer.from(`${org}:${license}`).toString('base64')}`;
  let sent = 0;
  for (const capture of (await readdir(FOLDER)).sort()) {
    for (const request of await logRequests(capture)) {
      await send(url, authorization, capture, request);
      sent += 1;
    }
  }
  return sent;
}

/** Only logs become rows. */
async function logRequests(capture: string): Promise<Recorded[]> {
  const listed = await readFile(path.join(FOLDER, capture, 'requests.json'), 'utf8');
  return (JSON.parse(listed) as Recorded[]).filter(({ signal }) => signal === 'logs');
}

async function send(url: string, authorization: string, capture: string, request: Recorded): Promise<void> {
  const body = await readFile(path.join(FOLDER, capture, request.file));
  const type = request.headers['content-type'] ?? 'application/x-protobuf';
  const headers = { authorization, 'content-type': type };
  const response = await fetch(url + request.path, { method: 'POST', headers, body });
  await response.arrayBuffer();
  if (response.ok) return;
  throw new AgentError('not_found', `The capture ${capture} was answered with ${response.status}`);
}
