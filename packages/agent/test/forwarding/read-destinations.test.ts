import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { temporaryDirectory } from '@governance-agent/testkit';
import { signalUrl } from '../../src/forwarding/destination.ts';
import { readDestinations, type ReadDestinations } from '../../src/forwarding/read-destinations.ts';

const SECRET = 'Bearer made-up-secret';
const plain = { name: 'siem', endpoint: 'https://siem.example' };

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
beforeAll(async () => {
  directory = await temporaryDirectory();
});
afterAll(() => directory.remove());

async function read(value: unknown, env: Record<string, string> = {}): Promise<ReadDestinations> {
  const file = path.join(directory.path, 'forward.json');
  await writeFile(file, typeof value === 'string' ? value : JSON.stringify(value));
  return readDestinations(file, env);
}

describe('what is taken', () => {
  it('is nothing without a file', async () => {
    expect(await readDestinations(undefined, {})).toEqual({ destinations: [], problems: [] });
  });

  it('has defaults that send the least', async () => {
    expect((await read([plain])).destinations).toEqual([
      {
        name: 'siem',
        endpoint: 'https://siem.example',
        signals: ['logs'],
        headers: {},
        tenants: undefined,
        content: false,
        from: 'now',
      },
    ]);
  });

  it.each([
    ['https://siem.example/', 'https://siem.example'],
    ['https://siem.example/otlp', 'https://siem.example/otlp'],
    ['http://127.0.0.1:4318/v1/logs', 'http://127.0.0.1:4318'],
    ['https://siem.example/otlp/v1/metrics/', 'https://siem.example/otlp'],
  ])('the endpoint %s, for both signals', async (endpoint, base) => {
    const { destinations } = await read([{ ...plain, endpoint, signals: ['logs', 'metrics'] }]);
    expect(destinations).toMatchObject([{ endpoint: base, signals: ['logs', 'metrics'] }]);
    const urls = destinations.flatMap((one) => one.signals.map((signal) => signalUrl(one, signal)));
    expect(urls).toEqual([`${base}/v1/logs`, `${base}/v1/metrics`]);
  });

  it('takes secrets from the environment', async () => {
    const headers = { Authorization: 'env:SIEM_TOKEN', 'X-Dataset': 'audit' };
    const { destinations } = await read([{ ...plain, headers }], { SIEM_TOKEN: SECRET });
    expect(destinations).toMatchObject([{ headers: { authorization: SECRET, 'x-dataset': 'audit' } }]);
  });
});

describe('what stops the start', () => {
  it.each<[string, unknown, string]>([
    ['no JSON', '{', 'is not valid JSON'],
    ['no list', {}, 'the list must be array'],
    ['no name', [{ endpoint: 'https://a.example' }], '0 must have required property'],
    ['a name that is no label', [{ ...plain, name: 'My SIEM' }], '0/name is not written'],
    ['two of one name', [plain, plain], 'two destinations are called siem'],
    ['an unknown field', [{ ...plain, url: 'x' }], '0 has an unknown field'],
    [
      'a secret in the endpoint',
      [{ ...plain, endpoint: `https://u:${SECRET}@a.example` }],
      '0/endpoint is not',
    ],
    ['another protocol', [{ ...plain, endpoint: 'ftp://a.example' }], '0/endpoint is not'],
    ['a query', [{ ...plain, endpoint: `https://a.example/?key=${SECRET}` }], '0/endpoint is not'],
    ['traces', [{ ...plain, signals: ['traces'] }], '0/signals/0 must be one of logs,metrics'],
    ['no signal', [{ ...plain, signals: [] }], '0/signals must NOT'],
    ['a signal twice', [{ ...plain, signals: ['logs', 'logs'] }], '0/signals must NOT'],
    ['a header with a line break', [{ ...plain, headers: { a: 'b\r\nc' } }], '0/headers/a is not written'],
    [
      'a secret that is not set',
      [{ ...plain, headers: { a: 'env:NOT_SET' } }],
      'NOT_SET for header a is not set',
    ],
    [
      'more than eight',
      Array.from({ length: 9 }, (_, n) => ({ ...plain, name: `d${n}` })),
      'the list must NOT',
    ],
  ])('%s', async (_name, value, problem) => {
    const { problems, destinations } = await read(value);
    expect(problems.join('\n')).toContain(problem);
    expect(problems.join('\n')).not.toContain('made-up-secret');
    if (problem.includes('list')) expect(destinations).toEqual([]);
  });

  it('a file that is not there', async () => {
    const { problems } = await readDestinations(path.join(directory.path, 'none.json'), {});
    expect(problems).toEqual(['FORWARD_FILE none.json: cannot be read']);
  });
});
