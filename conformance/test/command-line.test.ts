// Options, reports and exit codes.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { temporaryDirectory } from '@governance-agent/testkit';
import type { JsonReport } from '../report/json.ts';
import { changes, success, withHeaders } from './support/change-exchange.ts';
import { answerOf, startRaw } from './support/raw-receiver.ts';
import { KNOWN, startReceiver, type Receiver } from './support/reference-receiver.ts';
import { runHere } from './support/run-against.ts';

const AUTH = ['--auth', KNOWN];
let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.close());

const run = (...args: readonly string[]) => runHere(['--endpoint', receiver.url, ...args]);
const idsOf = (stdout: string): string[] => (JSON.parse(stdout) as JsonReport).results.map(({ id }) => id);

describe('wrong usage ends with 2 and says what to do', () => {
  test.each([
    ['no endpoint', [], /--endpoint/],
    ['an endpoint that is no URL', ['--endpoint', 'localhost'], /base URL/],
    ['another scheme', ['--endpoint', 'ftp://127.0.0.1'], /base URL/],
    ['a password in the URL', ['--endpoint', 'http://a:hidden@127.0.0.1'], /use --auth/],
    ['a signal path', ['--endpoint', 'http://127.0.0.1/v1/logs'], /appended/],
    ['a credential without a scheme', ['--endpoint', 'http://127.0.0.1', '--auth', 'hidden'], /"Basic …"/],
    ['a header without a value', ['--endpoint', 'http://127.0.0.1', '--header', 'hidden'], /name=value/],
    [
      'a line break in a header',
      ['--endpoint', 'http://127.0.0.1', '--header', 'a=b\r\nhidden: c'],
      /name=value/,
    ],
    ['an unknown signal', ['--signals', 'logs,profiles'], /logs,metrics,traces/],
    ['an unknown case', ['--only', '999', '--list'], /--list/],
    ['a time that is none', ['--timeout', 'soon'], /whole number/],
    ['an unknown option', ['--nothing'], /unknown option/],
  ])('%s', async (_name, args, said) => {
    const { code, stdout, stderr } = await runHere(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(said);
    expect(stderr).not.toContain('hidden');
  });
});

test('--help ends with 0', async () => {
  const { code, stdout } = await runHere(['--help']);
  expect([code, stdout.includes('--endpoint')]).toEqual([0, true]);
});

test('nobody there: 3', async () => {
  const gone = await startReceiver();
  await gone.close();
  const { code, stderr } = await runHere(['--endpoint', gone.url]);
  expect([code, stderr.includes(gone.url)]).toEqual([3, true]);
});

test('a broken MUST: 1; a broken SHOULD: 0', async () => {
  const broken = await startReceiver(
    changes((given, sent) =>
      given.status === 200 ? success(204, sent) : withHeaders(given, { allow: 'POST' }),
    ),
  );
  const must = await runHere(['--endpoint', broken.url, ...AUTH, '--only', '101']);
  const should = await runHere(['--endpoint', broken.url, ...AUTH, '--only', '121']);
  await broken.close();
  expect([must.code, should.code]).toEqual([1, 0]);
  expect(must.stdout).toContain('answered 204, not 200');
  expect(must.stdout).toContain('1 MUST broken. 1 cases: 0 passed, 1 failed, 0 differ, 0 skipped.');
  expect(should.stdout).toContain('No MUST is broken. 1 cases: 0 passed, 0 failed, 1 differ, 0 skipped.');
});

test.each([
  ['one', ['--only', 'OTLP-HTTP-101'], ['OTLP-HTTP-101']],
  ['by number', ['--only', '101', '--only', '55*'], /^OTLP-HTTP-(101|55\d)$/],
  ['by signal', ['--signals', 'traces', '--only', '*'], /^OTLP-HTTP-(105|106|123|127|224|80\d|90\d)$/],
])('cases: %s', async (_name, args, wanted) => {
  const { stdout } = await run(...AUTH, '--json', ...args);
  const ids = idsOf(stdout);
  if (Array.isArray(wanted)) expect(ids).toEqual(wanted);
  else expect(ids.filter((id) => !wanted.test(id))).toEqual([]);
  expect(ids.length).toBeGreaterThan(0);
});

test('without a credential the cases about it are skipped, and an API key goes along', async () => {
  const seen: string[] = [];
  const keyed = await startReceiver((request, _response, next) => {
    seen.push(request.get('x-api-key') ?? '');
    request.headers.authorization = KNOWN;
    next();
  });
  const { stdout } = await runHere([
    '--endpoint',
    keyed.url,
    '--header',
    'X-Api-Key=k=1',
    '--json',
    '--only',
    '60*',
  ]);
  const plain = await runHere([
    '--endpoint',
    keyed.url,
    '--header',
    'X-Api-Key=k=1',
    '--json',
    '--only',
    '101',
  ]);
  await keyed.close();
  const { summary, results } = JSON.parse(stdout) as JsonReport;
  expect([summary.cases, summary.skipped, results[0]?.reason]).toEqual([9, 9, 'needs --auth']);
  expect([plain.code, seen]).toEqual([0, ['k=1']]);
});

test('a base path stands before the paths of the signals', async () => {
  const paths: string[] = [];
  const below = await startReceiver((request, response) => {
    paths.push(request.url);
    response.status(200).type('application/x-protobuf').end();
  });
  await runHere(['--endpoint', `${below.url}/otlp/`, '--only', '101', '--only', '556']);
  await below.close();
  expect(paths).toEqual(['/otlp/v1/logs', '/otlp/v1/logs/']);
});

test('--markdown writes the report beside the table', async () => {
  const directory = await temporaryDirectory();
  const file = path.join(directory.path, 'report.md');
  const { code } = await run(...AUTH, '--only', '225', '--only', '101', '--markdown', file);
  const written = await readFile(file, 'utf8');
  const nowhere = await run(...AUTH, '--only', '101', '--markdown', path.join(file, 'x'));
  await directory.remove();
  expect([code, nowhere.code]).toEqual([0, 2]);
  expect(written).toContain('| OTLP-HTTP-101 | MUST | passed |');
  expect(written).toContain('| OTLP-HTTP-225 | MAY | differs |');
  expect(written).not.toContain(KNOWN);
});

test('what a server says is shown in one line, short and without control characters', async () => {
  const headers = `Content-Type: text/\u001b[31mred${'x'.repeat(500)}`;
  const loud = await startRaw((data, socket) => {
    if (data.startsWith('POST'))
      socket.write(answerOf(200).replace('Content-Type: application/x-protobuf', headers));
  });
  const { stdout } = await runHere(['--endpoint', loud.url, '--only', '107', '--json']);
  await loud.close();
  const [result] = (JSON.parse(stdout) as JsonReport).results;
  expect(result?.outcome).toBe('failed');
  expect(result?.reason).not.toMatch(/\p{C}/u);
  expect(result?.reason?.length).toBeLessThan(150);
});
