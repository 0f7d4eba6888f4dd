// A store with rows, a destination and forwarding between them, with short pauses.
import {
  createAuditWriter,
  createMetricWriter,
  createSigner,
  generateSigningKey,
  migrate,
  openDatabase,
  type AuditWriter,
  type Database,
  type MetricWriter,
} from '@governance-agent/audit-core';
import { temporaryDatabaseUrl, type DatabaseKind } from '@governance-agent/testkit';
import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Destination, ForwardSignal } from '../../src/forwarding/destination.ts';
import { createForwarding, type Forwarding } from '../../src/forwarding/forwarding.ts';
import { createMetrics, type AgentMetrics } from '../../src/metrics.ts';
import { AGENT_MIGRATIONS } from '../../src/migrations/agent-migrations.ts';
import { metric, point } from '../support/points.ts';
import { row } from '../support/rows.ts';
import type { ReceivedRecord } from './received.ts';
import type { Receiver } from './receiver.ts';

export const clock = { now: Date.now };
export const PROMPT = 'say [EMAIL] hello';
const pauses = { pollMs: 50, gatherMs: 1, firstMs: 5, longestMs: 40 };

export interface Workbench {
  readonly database: Database;
  readonly writer: AuditWriter;
  readonly metricWriter: MetricWriter;
  readonly metrics: AgentMetrics;
  readonly logged: readonly string[];
  /** Forwards to the receiver, or to what each of `to` says. */
  forward(change?: Partial<Destination>, to?: readonly Partial<Destination>[]): Promise<Forwarding>;
  /** Lands rows, or points, whose values go on counting from one. */
  append(from: number, count: number, tenant?: string, signal?: ForwardSignal): Promise<void>;
  /** Ends what was begun, and removes the store. */
  remove(): Promise<void>;
}

export async function workbench(kind: DatabaseKind, place: Receiver): Promise<Workbench> {
  const store = await temporaryDatabaseUrl(kind);
  const database = openDatabase(store.url);
  await migrate(database, AGENT_MIGRATIONS);
  const writer = createAuditWriter({ database, clock, signer: createSigner({ key: generateSigningKey() }) });
  const metricWriter = createMetricWriter({ database, clock });
  const metrics = createMetrics();
  const logged: string[] = [];
  const open: Forwarding[] = [];
  const landed = new Map<string, number>();
  const keep = (message: string, fields: object = {}): void =>
    void logged.push(`${message} ${JSON.stringify(fields)}`);
  const logger = { error: keep, warn: keep, info: keep, debug: keep };
  return {
    database,
    writer,
    metricWriter,
    metrics,
    logged,
    async forward(change = {}, to = [{}]) {
      const destinations = to.map((own, index) => ({ ...destinationOf(place, index), ...change, ...own }));
      const forwarding = createForwarding({ destinations, database, metrics, logger, clock, pauses });
      open.push(forwarding);
      await forwarding.start();
      return forwarding;
    },
    async append(from, count, tenant = 'acme', signal = 'logs') {
      const to = { org: 'acme', tenant, dataset: 'default' };
      const minutes = Array.from({ length: count }, (_, index) => from + index);
      if (signal === 'logs') {
        await writer.append(to, minutes.map(eventOf));
        return;
      }
      const before = landed.get(tenant) ?? 0;
      landed.set(tenant, before + count);
      const points = minutes.map((minute, index) => point(minute, before + index + 1));
      await metricWriter.append(to, [metric(points, { attributes: { mail: 'hello' } })]);
    },
    async remove() {
      await Promise.all(open.map((one) => one.close()));
      await writer.close();
      await metricWriter.close();
      await database.close();
      await store.remove();
    },
  };
}

function destinationOf({ endpoint }: Receiver, index: number): Destination {
  const headers = { 'x-key': 'made-up' };
  const all = { signals: ['logs'], tenants: undefined, content: true, from: 'start' } as const;
  return { name: `place-${index}`, endpoint, headers, ...all };
}

function eventOf(minute: number) {
  return row(minute, {
    sessionId: 's-1',
    clientSequence: minute,
    contentState: 'captured',
    content: { prompt: PROMPT, tool_input: { path: '[PATH]' } },
    resource: { 'service.name': 'claude-code', team: 'core' },
    attributes: { 'audit.seq': 'not from here', colour: 'blue' },
  });
}

/** The numbers of what was taken of a tenant, in the order of its coming, repetitions left out. */
export function sequences(records: readonly ReceivedRecord[], tenant = 'acme'): unknown[] {
  const own = records.filter(({ attributes }) => attributes['audit.tenant'] === tenant);
  return [...new Set(own.map(({ number }) => number))];
}

export function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

export async function until(done: () => boolean): Promise<void> {
  while (!done()) await pause(5);
}

/** Rows are counted after their answer has come back. */
export async function untilOutcomes(metrics: AgentMetrics, wanted: Record<string, number>): Promise<void> {
  while (!isDeepStrictEqual(await outcomes(metrics), wanted)) await pause(5);
}

export async function outcomes({ forwarded }: AgentMetrics): Promise<Record<string, number>> {
  const { values } = await forwarded.get();
  return Object.fromEntries(values.map(({ labels, value }) => [String(labels.outcome), value]));
}
