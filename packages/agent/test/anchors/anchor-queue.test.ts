// Anchors reach a real webhook and a real file, whatever these go through.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryDirectory } from '@governance-agent/testkit';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createAnchorFile } from '../../src/anchors/anchor-file.ts';
import { createAnchorQueue, type AnchorQueueDeps } from '../../src/anchors/anchor-queue.ts';
import { createAnchorWebhook } from '../../src/anchors/anchor-webhook.ts';
import type { Anchor, AnchorPlace } from '../../src/anchors/anchor.ts';
import { createMetrics } from '../../src/metrics.ts';
import { answerWith, receiver } from './receiver.ts';

const pauses = { firstMs: 5, longestMs: 20 };
const anchor = (tenant: string, note = 'note of the chain\n'): Anchor => ({
  tenant,
  note,
  at: '2026-11-20T00:00:00.000Z',
});
const never = (): AbortSignal => new AbortController().signal;

function queueTo(place: AnchorPlace, change: Partial<AnchorQueueDeps> = {}) {
  const metrics = createMetrics();
  const logged: string[] = [];
  const log = (message: string, fields: object = {}): void =>
    void logged.push(`${message} ${JSON.stringify(fields)}`);
  const logger = { error: log, warn: log, info: log, debug: log };
  const queue = createAnchorQueue({ place, metrics, logger, pauses, ...change });
  const counted = async (outcome: string): Promise<number> => {
    const { values } = await metrics.anchors.get();
    return values.find(({ labels }) => labels.outcome === outcome)?.value ?? 0;
  };
  const rows = async (): Promise<number> => (await metrics.anchoredRows.get()).values[0]?.value ?? 0;
  return { queue, logged, counted, rows };
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await pause(5);
}

describe('a webhook', () => {
  it('is tried again until it takes the anchor, and what happens is counted without content', async () => {
    const hook = await receiver((response, count) => answerWith(count < 3 ? 503 : 204)(response));
    const place = createAnchorWebhook({ url: hook.url, token: 'hook-token' });
    const { queue, logged, counted, rows } = queueTo(place);
    queue.offer(anchor('acme'), 12);
    await until(async () => (await counted('delivered')) === 1);
    expect(hook.received).toHaveLength(3);
    expect(hook.received[2]).toEqual({
      authorization: 'Bearer hook-token',
      path: '/anchors',
      body: anchor('acme'),
    });
    expect([await counted('failed'), await rows()]).toEqual([2, 12]);
    expect(logged).toEqual([
      'an anchor was not kept {"kind":"webhook","code":"refused"}',
      'anchors are kept again {"kind":"webhook"}',
    ]);
    await queue.close(never());
    await hook.close();
  });

  it('gets the newest anchor of a tenant, and one tenant does not hold up another', async () => {
    let isUp = false;
    const hook = await receiver((response) => answerWith(isUp ? 200 : 500)(response));
    const { queue, counted, rows } = queueTo(createAnchorWebhook({ url: hook.url, token: undefined }));
    queue.offer(anchor('acme', 'first'), 1);
    queue.offer(anchor('globex', 'only'), 5);
    await until(() => hook.received.length > 3);
    queue.offer(anchor('acme', 'second'), 2);
    const before = hook.received.length;
    isUp = true;
    await until(async () => (await counted('delivered')) >= 2);
    const bodies = hook.received.slice(before).map(({ body }) => body);
    expect(bodies).toEqual(expect.arrayContaining([anchor('acme', 'second'), anchor('globex', 'only')]));
    expect(hook.received.at(-1)?.authorization).toBeUndefined();
    expect(await rows()).toBe(7);
    await queue.close(never());
    await hook.close();
  });

  it.each([
    ['slow', () => undefined, 'timeout', 50],
    ['leading elsewhere', answerWith(302, { location: 'http://127.0.0.1:9/' }), 'refused', 60_000],
    ['refusing', answerWith(403), 'refused', 60_000],
  ])('that is %s loses nothing', async (_, answer, code, timeoutMs) => {
    const hook = await receiver(answer);
    const place = createAnchorWebhook({ url: hook.url, token: 't', timeoutMs });
    const { queue, logged, counted } = queueTo(place);
    queue.offer(anchor('acme'), 1);
    await until(async () => (await counted('failed')) >= 2);
    expect(logged).toEqual([`an anchor was not kept {"kind":"webhook","code":"${code}"}`]);
    await queue.close(AbortSignal.abort());
    await hook.close();
  });

  it('that is down is tried once more at the end', async () => {
    const hook = await receiver(answerWith(200));
    await hook.close();
    const { queue, logged, counted } = queueTo(createAnchorWebhook({ url: hook.url, token: undefined }), {
      pauses: { firstMs: 1e6, longestMs: 1e6 },
    });
    queue.offer(anchor('acme'), 1);
    await until(async () => (await counted('failed')) === 1);
    await queue.close(never());
    expect(await counted('failed')).toBe(2);
    expect(logged).toEqual(['an anchor was not kept {"kind":"webhook","code":"unreachable"}']);
  });

  it('that hangs is left at the signal', async () => {
    const hook = await receiver(() => undefined);
    const { queue } = queueTo(createAnchorWebhook({ url: hook.url, token: undefined }));
    queue.offer(anchor('acme'), 1);
    await until(() => hook.received.length === 1);
    const limit = new AbortController();
    const closed = queue.close(limit.signal);
    limit.abort();
    await closed;
    await hook.close();
  });

  it('has a bounded line: who waited longest gives way', async () => {
    const hook = await receiver(() => undefined);
    const place = createAnchorWebhook({ url: hook.url, token: undefined });
    const { queue, counted } = queueTo(place, { maxWaiting: 2 });
    for (const tenant of ['a', 'b', 'c', 'd']) queue.offer(anchor(tenant), 1);
    expect(await counted('dropped')).toBe(2);
    await queue.close(AbortSignal.abort());
    await hook.close();
  });
});

describe('a file', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  let file: string;
  beforeEach(async () => {
    directory = await temporaryDirectory();
    file = path.join(directory.path, 'anchors.jsonl');
  });
  afterEach(() => directory.remove());

  const lines = async (): Promise<string[]> => (await readFile(file, 'utf8')).split('\n');
  const keep = (...anchors: Anchor[]) =>
    Promise.all(anchors.map((one) => createAnchorFile(file).deliver(one, never())));

  it('grows by one JSON line an anchor and is its owner’s alone', async () => {
    await keep(anchor('acme'));
    await keep(anchor('globex'));
    expect(await lines()).toEqual([JSON.stringify(anchor('acme')), JSON.stringify(anchor('globex')), '']);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('keeps a line of its own after one that was cut', async () => {
    await writeFile(file, '{"tenant":"acme","no');
    await keep(anchor('acme'));
    expect(await lines()).toEqual(['{"tenant":"acme","no', JSON.stringify(anchor('acme')), '']);
  });

  it('is used again once its disk is back', async () => {
    const later = path.join(directory.path, 'mount');
    const { queue, logged, counted } = queueTo(createAnchorFile(path.join(later, 'anchors.jsonl')));
    queue.offer(anchor('acme'), 1);
    await until(async () => (await counted('failed')) >= 1);
    await mkdir(later);
    await until(async () => (await counted('delivered')) === 1);
    expect(logged[0]).toBe('an anchor was not kept {"kind":"file","code":"ENOENT"}');
    await queue.close(never());
  });
});
