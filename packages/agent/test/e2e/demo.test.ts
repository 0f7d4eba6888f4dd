// `demo` as a process: the whole story in one command, and a month of it over the API.
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { runCli, runHere, startCli } from '../cli/run-cli.ts';

it('shows masked rows, sessions, usage and a verdict, says where the portal is, and leaves nothing behind', async () => {
  const before = await demoFolders();
  const finished = await runCli(['demo', '--exit', '--days', '2', '--users', '3'], { PORT: '0' });
  expect(finished).toMatchObject({ code: 0 });
  for (const part of [
    'Decisions',
    'cowork',
    'blocked',
    'Sessions',
    'Usage by user',
    'celia.wren@example.com',
    'Usage by team',
    'research',
    'verdict: verified (deep)',
  ]) {
    expect(finished.stdout).toContain(part);
  }
  expect(finished.stdout).toMatch(/Portal: http:\/\/127\.0\.0\.1:\d+/);
  expect(finished.stdout).not.toMatch(/jane\.doe|gat_/);
  expect(finished.stdout.split('\n').length).toBeLessThan(250);
  expect(await demoFolders()).toEqual(before);
});

test.each([
  ['--days', '0'],
  ['--days', '367'],
  ['--users', '17'],
  ['--users', 'many'],
])('refuses %s %s', async (...args) => {
  expect(await runHere(['demo', '--exit', ...args], { PORT: '0' })).toMatchObject({ code: 2, stdout: '' });
});

describe('a month', () => {
  let child: ChildProcess;
  let result: Result;
  let line: string;

  beforeAll(async () => {
    child = startCli(['demo', '--json'], { PORT: '0' });
    [line] = (await once(createInterface({ input: child.stdout ?? process.stdin }), 'line')) as [string];
    result = JSON.parse(line) as Result;
  });

  afterAll(async () => {
    child.kill('SIGTERM');
    await once(child, 'exit');
  });

  const get = async <T>(route: string): Promise<T> => {
    const headers = { authorization: `Bearer ${result.portal.token}` };
    return (await (await fetch(`${result.portal.url}/api/v1${route}`, { headers })).json()) as T;
  };

  it('speaks JSON, verified, without what was planted', () => {
    expect(result.verification).toMatchObject({ verdict: 'verified', mode: 'deep' });
    expect(result.verification.chains[0]?.rows).toBeGreaterThan(3000);
    expect(result.usage).toHaveLength(8);
    expect(line).not.toMatch(/jane\.doe|4111 1111 1111 1111|correct-horse/);
  });

  it('has three teams on more than twenty days', async () => {
    const { usage } = await get<{ usage: readonly Group[] }>('/usage?group_by=team&bucket=day');
    expect(new Set(usage.map(({ group }) => group))).toEqual(new Set(['payments', 'platform', 'research']));
    expect(new Set(usage.map(({ bucket }) => bucket)).size).toBeGreaterThan(20);
  });

  test.each(['allowed', 'blocked', 'redacted', 'error'])('has rows that are %s', async (decision) => {
    const { decisions } = await get<{ decisions: unknown[] }>(`/decisions?decision=${decision}&limit=10`);
    expect(decisions).toHaveLength(10);
  });

  it('has sessions of one run and of several, and content withheld at source', async () => {
    const { sessions } = await get<{ sessions: readonly { turns: number }[] }>('/sessions?limit=1000');
    expect(sessions.length).toBeGreaterThan(100);
    expect(sessions.some(({ turns }) => turns > 1)).toBe(true);
    const quiet = await get<{ decisions: readonly { content_state: string }[] }>(
      '/decisions?user_email=elin.marsh@example.com&event=user_prompt&limit=10',
    );
    expect(new Set(quiet.decisions.map((row) => row.content_state))).toEqual(new Set(['withheld_at_source']));
  });

  it('has usage from metrics too', async () => {
    const { usage } = await get<{ usage: readonly Group[] }>('/usage?group_by=model&source=metrics');
    expect(usage.length).toBeGreaterThan(5);
  });

  it('has senders whose clocks look right, and one that is set up wrongly', async () => {
    const [wrong, right] = await sendersOnceWritten(() => get('/ingest/health'));
    expect(right).toHaveLength(2);
    for (const { clock_skew_ms, rejected_requests } of right) {
      expect(isNear(clock_skew_ms ?? 0)).toBe(true);
      expect(rejected_requests).toBe(0);
    }
    expect(wrong).toMatchObject([{ records: 0 }]);
    expect(wrong[0]?.rejected_requests).toBeGreaterThan(0);
  });
});

const isNear = (milliseconds: number): boolean => Math.abs(milliseconds) < 5 * 60_000;

/** Tallies are written every few seconds: those of the last round, which ends now, come a while after the demo is ready. */
async function sendersOnceWritten(
  read: () => Promise<{ readonly senders: readonly Sender[] }>,
): Promise<[wrong: Sender[], right: Sender[]]> {
  for (;;) {
    const { senders } = await read();
    const isWrong = ({ user_agent }: Sender): boolean => user_agent.startsWith('otelcol');
    const wrong = senders.filter(isWrong);
    const right = senders.filter((sender) => !isWrong(sender));
    const complete = right.length > 1 && right.every(({ clock_skew_ms }) => isNear(clock_skew_ms ?? 0));
    if (wrong.length > 0 && complete) return [wrong, right];
    await pause(200);
  }
}

interface Result {
  readonly portal: { readonly url: string; readonly token: string };
  readonly usage: readonly unknown[];
  readonly verification: { readonly verdict: string; readonly chains: readonly { readonly rows: number }[] };
}

interface Group {
  readonly group: string | null;
  readonly bucket: string | null;
}

interface Sender {
  readonly user_agent: string;
  readonly clock_skew_ms: number | null;
  readonly rejected_requests: number;
}

const demoFolders = async (): Promise<string[]> =>
  (await readdir(tmpdir())).filter((name) => name.startsWith('governance-agent-demo-'));
