// Kills a real agent again and again at moments left to chance, under load, and says what its store holds at the end.
import { setTimeout as pause } from 'node:timers/promises';
import { retryingSenders, type Senders } from '@governance-agent/testkit';
import { agentJson, startAgent, type AgentPlace } from './agent-process.ts';
import { inspectStore, type StoreFindings } from './inspect-store.ts';

export interface KillsOrder {
  readonly place: AgentPlace;
  readonly kills: number;
  /** Told after each kill. */
  readonly onKill?: (number: number, acknowledged: number) => void;
}

export interface KillsReport extends StoreFindings {
  readonly kills: number;
  /** Kills before the agent listened. */
  readonly whileStarting: number;
  readonly batches: number;
  readonly rows: number;
  readonly retries: number;
  readonly repeats: number;
  /** Answers after which a client drops its batch. */
  readonly dropped: number;
}

export const RECORDS = 20;
const TENANTS = ['kills-one', 'kills-two', 'kills-three'];
const PER_TENANT = 2;
/** One kill in so many comes at any moment from the start of the process on, listening or not. */
const EARLY_EVERY = 8;
const EARLY_WITHIN_MS = 2000;
/** The others come this soon after the first acknowledgement. */
const WITHIN_MS = 500;

export async function runKills({ place, kills, onKill }: KillsOrder): Promise<KillsReport> {
  const tenants = await licensed(place);
  let url: string | undefined;
  const senders = retryingSenders({ url: () => url, tenants, perTenant: PER_TENANT, records: RECORDS });
  let whileStarting = 0;
  for (let number = 1; number <= kills; number += 1) {
    const listened = await killOnce(place, senders, number % EARLY_EVERY === 0, (now) => (url = now));
    if (!listened) whileStarting += 1;
    onKill?.(number, senders.acknowledged.length);
  }
  await lastRound(place, senders, (now) => (url = now));
  const { acknowledged, dropped, retries, repeats } = senders;
  return {
    ...{ kills, whileStarting, batches: acknowledged.length, rows: acknowledged.length * RECORDS },
    ...{ retries: retries(), repeats: repeats(), dropped: dropped.length },
    ...(await inspectStore(place, acknowledged, RECORDS)),
  };
}

/** Tenants and the header of each; a licence is issued by the command line, as an operator does. */
async function licensed(place: AgentPlace): Promise<ReadonlyMap<string, string>> {
  await agentJson(['init'], place);
  await agentJson(['migrate'], place);
  const headers = new Map<string, string>();
  for (const tenant of TENANTS) {
    const issued = await agentJson(['license', 'issue', '--org', tenant], place);
    const { license } = issued as { readonly license: string };
    headers.set(tenant, `Basic ${Buffer.from(`${tenant}:${license}`).toString('base64')}`);
  }
  return headers;
}

type LeadTo = (url: string | undefined) => void;

/** False: it was killed before it listened. */
async function killOnce(
  place: AgentPlace,
  senders: Senders,
  isEarly: boolean,
  leadTo: LeadTo,
): Promise<boolean> {
  const { child, listening, ended } = startAgent(place);
  const early = isEarly
    ? setTimeout(() => child.kill('SIGKILL'), Math.random() * EARLY_WITHIN_MS)
    : undefined;
  const url = await listening;
  leadTo(url);
  if (url !== undefined && !isEarly) {
    await progress(senders, child);
    setTimeout(() => child.kill('SIGKILL'), Math.random() * WITHIN_MS);
  }
  const [code, signal] = await ended;
  clearTimeout(early);
  leadTo(undefined);
  if (signal !== 'SIGKILL') throw new Error(`the agent ended by itself, exit code ${String(code)}`);
  return url !== undefined;
}

/** Until something was acknowledged since now: an agent that is killed works, however slow the machine is. */
async function progress(
  { acknowledged }: Senders,
  child: { readonly exitCode: number | null },
): Promise<void> {
  const before = acknowledged.length;
  while (acknowledged.length === before && child.exitCode === null) await pause(10);
}

/** Everything that was begun is taken, then an orderly end. */
async function lastRound(place: AgentPlace, senders: Senders, leadTo: LeadTo): Promise<void> {
  const { child, listening, ended } = startAgent(place);
  leadTo(await listening);
  await senders.finish();
  child.kill('SIGTERM');
  const [code] = await ended;
  if (code !== 0) throw new Error(`the agent did not end in order, exit code ${String(code)}`);
}
