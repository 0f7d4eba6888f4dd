// Queries of the reporting API against a whole agent on SQLite: whatever is asked, the answer is no 500 and is JSON.
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { mutateBytes } from '../engine/mutate-bytes.ts';
import { createTextMutator } from '../engine/mutate-text.ts';
import type { OpenTarget, Target } from '../engine/target.ts';
import { openAgent, type OpenAgent } from './open-agent.ts';

const QUERIES = [
  'decisions?limit=10&decision=allowed&since=2026-01-01&until=2027-01-01T00:00:00Z',
  "decisions?tool_name=Bash&attr.tool_name=a'b%25_\\&user_email=x@y.example",
  'decisions?cursor=MTI&attr.a.b%00c=1',
  'decisions/01890000-0000-7000-8000-000000000000',
  'sessions?limit=5&session_id=x',
  'sessions/abc',
  'usage?group_by=model&bucket=day&source=logs',
  'usage?group_by=attr.%22%27%5B%5D&bucket=hour',
  'usage?group_by=user&source=metrics',
  'metrics?dataset=default',
  'metrics/series?name=claude_code.token.usage&group_by=attr.type&bucket=hour',
  'audit/verify?mode=fast',
  'audit/checkpoint',
  'audit/proof/inclusion?seq=1&size=5',
  'audit/proof/consistency?from=1&to=5',
  'audit/export?format=jsonl&limit=3',
  'ingest/health',
  'datasets',
];
const WORDS = [
  '&', '=', '?', '/', '%00', '%ff', '%', '%25', '_', "'", '"', '$.', '[', '\\', 'attr.', 'attr.__proto__', 'since=', 'until=', 'limit=1000', 'cursor=',
  'group_by=', 'NaN', '-1', '9999999999999999', '2026-02-30', '0000-01-01', '275760-09-13', 'MA', '%F0%9F%94%91', '%ED%A0%80', 'decision=redacted',
]; // prettier-ignore

/** Bytes that a request line cannot hold are escaped, as any client does; percent signs stay as they are. */
const asPath = (input: Buffer): string =>
  `/api/v1/${input.toString('latin1').replace(/[^!-~]|#/g, (char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`)}`.slice(
    0,
    6000,
  );

async function open(): Promise<OpenTarget> {
  const agent = await openAgent();
  const check = async (input: Buffer): Promise<void> => {
    const { status, body } = await get(agent, asPath(input));
    assert(status < 500, `answered ${status}: ${body.slice(0, 200)}`);
    assert(
      !/\bat .*\.ts:\d|SQLITE|select /i.test(status >= 400 ? body : ''),
      'the inside shows in a refusal',
    );
  };
  return { check, close: agent.close };
}

function get({ port, authorization }: OpenAgent, path: string): Promise<{ status: number; body: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; body: string }>();
  request({ port, path, headers: { authorization } })
    .once('error', reject)
    .once('response', (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        body += chunk;
        if (response.headers['content-type']?.startsWith('text/event-stream') === true) response.destroy();
      });
      response.once('close', () => resolve({ status: response.statusCode ?? 0, body }));
    })
    .end();
  return promise;
}

export const apiQueries: Target = {
  name: 'api-queries',
  seeds: () => QUERIES.map((query) => Buffer.from(query)),
  mutators: [createTextMutator(WORDS), createTextMutator(WORDS), mutateBytes],
  testRuns: 400,
  open,
};
