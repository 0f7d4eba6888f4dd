// Two agents behind a proxy on one PostgreSQL, restarted one after the other under load: nothing lost, nothing doubled.
import type { ChildProcess } from 'node:child_process';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { openDatabase, verify } from '@governance-agent/audit-core';
import {
  claudeLogsRequest,
  encodeLogsRequest,
  temporaryDatabaseUrl,
  temporaryDirectory,
} from '@governance-agent/testkit';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { readPublicKeys } from '../../src/keys/key-history.ts';
import { runCli, startCli, waitForLine, type Environment } from '../cli/run-cli.ts';
import { demoAuthorization, postLogs } from '../support/ingest.ts';
import { roundRobinProxy, type RoundRobinProxy } from '../support/round-robin-proxy.ts';
import { stopInOrder } from '../support/supervise.ts';

const ROUNDS = 2;
const RECORDS = 5;
/** Answers after which an exporter sends the same body again; 0: the connection failed. */
const SEND_AGAIN: ReadonlySet<number> = new Set([0, 429, 502, 503, 504]);
/** Batches of the plain senders are numbered from here, so that they are told from the exporter's records. */
const SENDERS_FROM = 1_000_000;

interface Running {
  readonly url: string;
  readonly child: ChildProcess;
}

async function started(env: Environment, proxy: RoundRobinProxy): Promise<Running> {
  const child = startCli(['serve'], env);
  const url = await waitForLine(child, /"url":"(http:[^"]+)"/);
  proxy.add(url);
  while (proxy.accepted(url) === 0) await pause(20);
  return { url, child };
}

async function stopped({ url, child }: Running, proxy: RoundRobinProxy): Promise<unknown[]> {
  const end = await stopInOrder(child);
  // Only now: until here the proxy finds out by itself that nobody listens.
  proxy.remove(url);
  return end;
}

/** Sends with the official exporter, and as fast as answers come with plain senders, until told to stop. */
function load(url: string, Authorization: string) {
  const { exporter, givenUp } = countingExporter(url, Authorization);
  const processor = new BatchLogRecordProcessor({ exporter, scheduledDelayMillis: 200 });
  const provider = new LoggerProvider({ processors: [processor] });
  const logger = provider.getLogger('com.anthropic.claude_code.events');
  const unexpected: number[] = [];
  let [busy, emitted, batches] = [true, 0, 0];
  const emit = async (): Promise<void> => {
    while (busy) {
      const attributes = { 'event.name': 'user_prompt', 'session.id': 'rolling', 'event.sequence': emitted };
      logger.emit({ body: 'claude_code.user_prompt', attributes });
      emitted += 1;
      await pause(20);
    }
  };
  const send = async (): Promise<void> => {
    while (busy) {
      const body = encodeLogsRequest(claudeLogsRequest(SENDERS_FROM + batches++ * RECORDS, RECORDS));
      let status = 0;
      while (SEND_AGAIN.has(status)) {
        status = await statusOf(url, Authorization, body);
        if (status !== 200) await pause(50);
      }
      if (status !== 200) unexpected.push(status);
    }
  };
  const ended = Promise.all([emit(), send(), send(), send()]);
  return async () => {
    busy = false;
    await ended;
    await provider.shutdown();
    return { emitted, acknowledged: batches * RECORDS, unexpected, givenUp };
  };
}

/** The official exporter, and the numbers of the records that it gave up: a slow machine can take its 10 s. */
function countingExporter(url: string, Authorization: string) {
  const exporter = new OTLPLogExporter({ url: `${url}/v1/logs`, headers: { Authorization } });
  const givenUp = new Set<unknown>();
  const send = exporter.export.bind(exporter);
  exporter.export = (records, done) => {
    send(records, (result) => {
      const failed = result.error === undefined ? [] : records;
      for (const { attributes } of failed) givenUp.add(attributes['event.sequence']);
      done(result);
    });
  };
  return { exporter, givenUp };
}

async function statusOf(url: string, authorization: string, body: Buffer): Promise<number> {
  try {
    const answer = await postLogs(url, authorization, body);
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return 0;
  }
}

const numbers = (from: number, count: number): number[] => Array.from({ length: count }, (_, i) => from + i);

test(`each of two agents restarted ${ROUNDS} times`, async () => {
  const [one, two] = [await temporaryDirectory(), await temporaryDirectory()];
  const store = await temporaryDatabaseUrl('postgres');
  const proxy = await roundRobinProxy();
  const envOf = ({ path: DATA_DIR }: { path: string }) => ({ DATA_DIR, DATABASE_URL: store.url, PORT: '0' });
  expect(await runCli(['init'], envOf(one))).toMatchObject({ code: 0 });
  await cp(path.join(one.path, 'keys'), path.join(two.path, 'keys'), { recursive: true });

  const finish = load(proxy.url, await demoAuthorization(one.path));
  const places = [one, two];
  const agents = await Promise.all(places.map((place) => started(envOf(place), proxy)));
  for (let turn = 0; turn < ROUNDS * places.length; turn += 1) {
    const agent = agents.shift();
    const place = places[turn % places.length];
    if (agent === undefined || place === undefined) throw new Error('no agent to restart');
    expect(await stopped(agent, proxy)).toEqual([0, null]);
    agents.push(await started(envOf(place), proxy));
  }
  const { emitted, acknowledged, unexpected, givenUp } = await finish();
  for (const agent of agents) expect(await stopped(agent, proxy)).toEqual([0, null]);

  expect(unexpected).toEqual([]);
  const database = openDatabase(store.url);
  const stored = await database.knex('audit_logs').pluck<number[]>('client_sequence');
  const once = new Set(stored);
  const promised = [...numbers(0, emitted), ...numbers(SENDERS_FROM, acknowledged)].filter(
    (n) => !givenUp.has(n),
  );
  expect(promised.filter((number) => !once.has(number))).toEqual([]);
  expect(stored).toHaveLength(once.size);
  const trustedKeys = await readPublicKeys(two.path);
  const report = await verify({ database, trustedKeys, mode: 'deep', clock: { now: Date.now } });
  expect(report).toMatchObject({ verdict: 'verified', chains: [{ rows: stored.length }] });
  await database.close();
  await proxy.close();
  await store.remove();
  await Promise.all([one.remove(), two.remove()]);
});
