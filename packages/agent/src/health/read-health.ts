// Ingest health as it is shown: one entry per sender of a tenant.
import type { Database } from '@governance-agent/audit-core';
import { AgentError } from '../errors.ts';
import { adviceOn } from './advice.ts';

export interface NamedCount {
  readonly total: number;
  /** RFC 3339, like every time here. */
  readonly last_seen: string;
}

export type CountsByName = Readonly<Record<string, NamedCount>>;

export interface SenderHealth {
  /** null where the credential named no tenant. */
  readonly tenant: string | null;
  /** Product and version of the User-Agent; `none`, `unrecognised`, or `other` beyond 200 of a tenant. */
  readonly user_agent: string;
  readonly first_seen: string;
  readonly last_seen: string;
  readonly last_accepted_at: string | null;
  readonly requests: number;
  readonly records: number;
  readonly duplicates: number;
  readonly rejected_requests: number;
  /** Records of accepted requests that could not be read. */
  readonly rejected_records: number;
  readonly last_rejection: {
    readonly at: string;
    readonly reason: string;
    readonly status: number;
    readonly what_to_do: string;
  } | null;
  /** Server time minus the newest client time of the latest batches, milliseconds; transport included. */
  readonly clock_skew_ms: number | null;
  readonly reasons: CountsByName;
  readonly clients: CountsByName;
  readonly planes: CountsByName;
  readonly datasets: CountsByName;
  readonly signals: CountsByName;
  readonly protocols: CountsByName;
  readonly encodings: CountsByName;
}

type Row = Readonly<Record<string, unknown>>;

/** Newest first. Without a tenant: everybody, and who named none. Throws AgentError `store_unreachable`. */
export async function readIngestHealth({ knex }: Database, tenant?: string): Promise<SenderHealth[]> {
  const where = tenant === undefined ? {} : { tenant };
  try {
    const rows: Row[] = await knex<Record<string, unknown>>('ingest_health')
      .where(where)
      .orderBy('last_seen', 'desc');
    const counts: Row[] = await knex<Record<string, unknown>>('ingest_health_counts')
      .where(where)
      .orderBy('total', 'desc');
    const bySender = Map.groupBy(counts, keyOf);
    return rows.map((row) => senderHealth(row, bySender.get(keyOf(row)) ?? []));
  } catch (cause) {
    throw new AgentError('store_unreachable', 'The store does not answer', { cause });
  }
}

function senderHealth(row: Row, counts: readonly Row[]): SenderHealth {
  const named = (kind: string) => namedCounts(counts.filter((count) => count['kind'] === kind));
  return {
    tenant: row['tenant'] === '' ? null : String(row['tenant']),
    user_agent: String(row['sender']),
    first_seen: iso(row['first_seen']),
    last_seen: iso(row['last_seen']),
    last_accepted_at: row['last_accepted_at'] === null ? null : iso(row['last_accepted_at']),
    requests: Number(row['requests']),
    records: Number(row['records']),
    duplicates: Number(row['duplicates']),
    rejected_requests: Number(row['rejected_requests']),
    rejected_records: Number(row['rejected_records']),
    last_rejection: lastRejection(row),
    clock_skew_ms: row['clock_skew_ms'] === null ? null : Number(row['clock_skew_ms']),
    reasons: named('reason'),
    clients: named('client'),
    planes: named('plane'),
    datasets: named('dataset'),
    signals: named('signal'),
    protocols: named('protocol'),
    encodings: named('encoding'),
  };
}

function lastRejection(row: Row): SenderHealth['last_rejection'] {
  if (row['last_rejected_at'] === null) return null;
  const reason = String(row['last_reason']);
  const what_to_do = adviceOn(reason);
  return { at: iso(row['last_rejected_at']), reason, status: Number(row['last_status']), what_to_do };
}

function namedCounts(counts: readonly Row[]): CountsByName {
  return Object.fromEntries(
    counts.map((count) => [
      String(count['name']),
      { total: Number(count['total']), last_seen: iso(count['last_seen']) },
    ]),
  );
}

function keyOf(row: Row): string {
  return JSON.stringify([row['tenant'], row['sender']]);
}

function iso(milliseconds: unknown): string {
  return new Date(Number(milliseconds)).toISOString();
}
