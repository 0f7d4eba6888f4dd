// An agent whose reports come from a real streaming standby, by way of a proxy that can fail.
import { setTimeout as pause } from 'node:timers/promises';
import { migrate, openDatabase } from '@governance-agent/audit-core';
import { postgresServer, type PostgresServer } from '@governance-agent/testkit';
import { AGENT_MIGRATIONS } from '../../src/migrations/agent-migrations.ts';
import { DAY, row } from '../support/rows.ts';
import { tcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import { testAgent, type TestAgent } from '../support/test-agent.ts';

export const ACME = { org: 'acme', tenant: 'acme', dataset: 'default' };

export interface ReplicatedAgent {
  readonly agent: TestAgent;
  readonly primary: PostgresServer;
  readonly standby: PostgresServer;
  /** In front of the standby. */
  readonly proxy: TcpProxy;
  /** Asks the API with a token that may read and manage. */
  readonly get: (path: string, headers?: Readonly<Record<string, string>>) => Promise<Response>;
  /** Sessions of the newest five rows. */
  readonly feed: () => Promise<string[]>;
  /** Stores a row that no other has the like of; resolves to its session. */
  readonly newSession: () => Promise<string>;
  /** Where reports are read, as `/readyz` says. */
  readonly reports: () => Promise<string | undefined>;
  /** How many reports were read where. */
  readonly counts: () => Promise<Readonly<Record<string, number>>>;
  readonly remove: () => Promise<void>;
}

export async function replicatedAgent(): Promise<ReplicatedAgent> {
  const { primary, standby } = await replicatedStore();
  const proxy = await tcpProxy(standby.url);
  const agent = await testAgent('postgres', { DATABASE_URL: primary.url, DATABASE_READ_URL: proxy.url });
  await agent.writer.append(ACME, DAY);
  const token = await agent.token({ scopes: ['read', 'admin'] });
  const get: ReplicatedAgent['get'] = (path, headers = {}) =>
    fetch(`${agent.url}/api/v1${path}`, { headers: { authorization: `Bearer ${token}`, ...headers } });
  let minute = 1000;
  const newSession = async (): Promise<string> => {
    minute += 1;
    const session = `s-${minute}`;
    await agent.writer.append(ACME, [row(minute, { sessionId: session, userEmail: 'dev@acme.example' })]);
    return session;
  };
  const remove = async (): Promise<void> => {
    await agent.remove();
    await proxy.down();
    await standby.remove();
    await primary.remove();
  };
  const feed = (): Promise<string[]> => sessionsOf(get('/decisions?limit=5'));
  const own = { reports: () => readiness(agent.url), counts: () => countsOf(agent.url) };
  return { agent, primary, standby, proxy, get, feed, newSession, ...own, remove };
}

async function replicatedStore() {
  const primary = await postgresServer();
  const database = openDatabase(primary.url);
  await migrate(database, AGENT_MIGRATIONS);
  await database.close();
  await primary.stop();
  const standby = await primary.standby();
  await primary.start();
  await standby.start();
  return { primary, standby };
}

async function sessionsOf(asked: Promise<Response>): Promise<string[]> {
  const { decisions } = (await (await asked).json()) as { decisions: { session_id: string }[] };
  return decisions.map(({ session_id }) => session_id);
}

async function readiness(url: string): Promise<string | undefined> {
  const answer = await fetch(`${url}/readyz`);
  return ((await answer.json()) as { checks: Record<string, string> }).checks['reports'];
}

async function countsOf(url: string): Promise<Readonly<Record<string, number>>> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const found = text.matchAll(/^governance_report_reads_total\{from="(\w+)"\} (\d+)$/gm);
  return Object.fromEntries([...found].map(([, from = '', count]) => [from, Number(count)]));
}

/** How many connections of that name a server has, as it says itself. */
export async function connectionsOf(server: PostgresServer, application_name: string): Promise<number> {
  const database = openDatabase(server.url);
  const pids = await database.knex('pg_stat_activity').where({ application_name }).pluck<number[]>('pid');
  await database.close();
  return pids.length;
}

/** Rejects after so many looks: a test that waits for what never comes has to end. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let looks = 0; !(await holds()); looks += 1) {
    if (looks === 1200) throw new Error(`never came true: ${String(holds)}`);
    await pause(50);
  }
}
