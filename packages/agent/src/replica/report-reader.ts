// Reads reports from a replica where there is one that follows, else from the primary. Never older than was shown before.
import { setTimeout as pause } from 'node:timers/promises';
import { AuditError, readChainPosition, type Database } from '@governance-agent/audit-core';
import { LRUCache } from 'lru-cache';
import { ProblemError } from '../http/problem.ts';
import type { ReplicaMonitor } from './replica-monitor.ts';

export interface ReportReader {
  /** `work` reads one tenant from the database that it is given. It may be done twice: at the replica, then at the primary. */
  read<T>(tenant: string, work: (database: Database) => Promise<T>): Promise<T>;
  /** A chain was shown up to this size, as by the live feed: reports do not fall behind it. */
  readonly shown: (tenant: string, size: number) => void;
}

export interface ReportReaderDeps {
  readonly primary: Database;
  readonly replica: Database;
  readonly monitor: Pick<ReplicaMonitor, 'state' | 'failed'>;
  /** Told where a report was read. */
  readonly counted: (from: 'replica' | 'primary') => void;
}

/** Every report from one database. */
export function readsFrom(database: Database): ReportReader {
  return { read: (_tenant, work) => work(database), shown: () => undefined };
}

/** Tenants whose newest answer is remembered. */
const TENANTS = 10_000;

export function createReportReader(deps: ReportReaderDeps): ReportReader {
  const { primary, monitor, counted } = deps;
  const sizes = new LRUCache<string, number>({ max: TENANTS });
  const shown = (tenant: string, size: number): void =>
    void sizes.set(tenant, Math.max(size, sizes.get(tenant) ?? 0));
  return {
    shown,
    async read(tenant, work) {
      if (monitor.state() === 'following') {
        const answer = await atReplica(deps, tenant, sizes.get(tenant) ?? 0, work);
        if (answer !== undefined) {
          counted('replica');
          return answer.value;
        }
      }
      const value = await work(primary);
      counted('primary');
      // Behind the work: no answer is newer than what is remembered. The answer is there, whatever becomes of this.
      const position = await readChainPosition(primary, tenant).catch(() => undefined);
      if (position !== undefined) shown(tenant, position.size);
      return value;
    },
  };
}

/** Undefined: ask the primary. */
async function atReplica<T>(
  { replica, monitor }: ReportReaderDeps,
  tenant: string,
  size: number,
  work: (database: Database) => Promise<T>,
): Promise<{ readonly value: T } | undefined> {
  try {
    return (await hasCome(replica, tenant, size)) ? { value: await work(replica) } : undefined;
  } catch (error) {
    if (error instanceof AuditError && error.code === 'store_unavailable') {
      monitor.failed(error);
      return undefined;
    }
    // What is not there yet may be at the primary.
    if (error instanceof ProblemError && error.problem.status === 404) return undefined;
    throw error;
  }
}

/** A replica is milliseconds behind: worth a short wait, so that a tenant who is being watched is read there as well. */
const TRIES = 4;
const PAUSE_MS = 50;

async function hasCome(replica: Database, tenant: string, size: number): Promise<boolean> {
  for (let tries = 0; size > 0; tries += 1) {
    if ((await readChainPosition(replica, tenant)).size >= size) return true;
    if (tries === TRIES) return false;
    await pause(PAUSE_MS);
  }
  return true;
}
