// Ingest health and set-up texts, as the pages ask for them.
import type { ApiClient } from './client.ts';

export interface NamedCount {
  readonly total: number;
  readonly last_seen: string;
}
export type CountsByName = Readonly<Record<string, NamedCount>>;

export interface SenderHealth {
  readonly user_agent: string;
  readonly first_seen: string;
  readonly last_seen: string;
  readonly last_accepted_at: string | null;
  readonly requests: number;
  readonly records: number;
  readonly duplicates: number;
  readonly rejected_requests: number;
  readonly rejected_records: number;
  readonly clock_skew_ms: number | null;
  readonly reasons: CountsByName;
  readonly clients: CountsByName;
  readonly datasets: CountsByName;
  readonly protocols: CountsByName;
  readonly signals: CountsByName;
}

export interface IngestHealth {
  readonly tenant: string;
  readonly senders: readonly SenderHealth[];
  /** advice by reason of refusal */
  readonly what_to_do: Readonly<Record<string, string>>;
  readonly sequence_gaps: {
    readonly sessions: number;
    readonly sessions_with_gaps: number;
    readonly events: number;
    readonly missing: number;
  };
}

export interface SetupChoice {
  readonly kind: string;
  readonly shell?: string | undefined;
  readonly credential: 'token' | 'licence';
  readonly endpoint: string;
  /** separated by commas */
  readonly content: string;
}

export interface IngestSetup {
  readonly endpoint: string;
  readonly placeholder: string;
  readonly text: string;
  readonly notes: readonly string[];
  readonly places: Readonly<Record<string, string>> | null;
}

export function readHealth(api: ApiClient, signal: AbortSignal): Promise<IngestHealth> {
  return api.get('/ingest/health', {}, signal);
}

export function readSetup(api: ApiClient, choice: SetupChoice, signal: AbortSignal): Promise<IngestSetup> {
  return api.get('/ingest/setup', { ...choice }, signal);
}
