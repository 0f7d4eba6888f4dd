// Real requests of the real client, recorded with made-up people and numbers (fixtures/otlp).
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../fixtures/otlp');

export interface CapturedRequest {
  readonly capture: string;
  readonly file: string;
  readonly signal: 'logs' | 'metrics' | 'traces';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** The names of all captures, in order. */
export function captures(): string[] {
  return readdirSync(root).sort();
}

/** The requests of one capture in the order they were sent. `transfer-encoding` is left to the sender. */
export function captureRequests(capture: string): CapturedRequest[] {
  const listed = JSON.parse(readFileSync(path.join(root, capture, 'requests.json'), 'utf8')) as Omit<
    CapturedRequest,
    'body' | 'capture'
  >[];
  return listed.map((request) => ({
    ...request,
    capture,
    headers: withoutFraming(request.headers),
    body: readFileSync(path.join(root, capture, request.file)),
  }));
}

function withoutFraming(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'transfer-encoding'),
  );
}
