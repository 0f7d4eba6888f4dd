// What an admin sees and does, as the pages ask for it.
import type { ApiClient } from './client.ts';

export interface Dataset {
  readonly name: string;
  readonly kind: 'logs' | 'metrics';
  readonly default: boolean;
  readonly created_at: string | null;
}

export interface Token {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly user_email: string | null;
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly revoked_at: string | null;
  readonly last_used_at: string | null;
}

export interface TokenOrder {
  readonly name: string;
  readonly scopes: string[];
  /** RFC 3339, or `never` */
  readonly expires_at: string;
  readonly user_email?: string;
}

export interface NewToken extends Token {
  readonly token: string;
}

export interface Licence {
  readonly id: string;
  readonly state: 'valid' | 'grace' | 'expired' | 'revoked';
  readonly features: readonly string[];
  readonly issued_at: string;
  readonly expires_at: string;
  readonly revoked_at: string | null;
  readonly refused_here: boolean;
  readonly seq: number;
}

export interface Key {
  readonly key_id: string;
  readonly fingerprint: string;
  readonly public_key: string;
  readonly state: 'current' | 'next' | 'retired' | 'lost';
  readonly retired_at: string | null;
  readonly compromised_since: string | null;
}

export interface KeyList {
  readonly keys: readonly Key[];
  readonly licence_issuers: readonly { readonly key_id: string; readonly public_key: string }[];
}

interface Counts {
  readonly rows: number;
  readonly points: number;
  readonly held: number;
  readonly held_points: number;
}

export interface RetentionRun extends Counts {
  readonly at: string;
  readonly days: number;
  readonly problem: string | null;
}

export interface Retention {
  readonly days: number | null;
  readonly last_run: RetentionRun | null;
}

export interface RetentionPreview extends Counts {
  readonly days: number;
  readonly before: string;
  readonly holds: readonly string[];
}

export type HoldScope = 'tenant' | 'user' | 'session' | 'range';

export interface LegalHold {
  readonly hold: string;
  readonly scope: HoldScope;
  readonly value: string;
  readonly seq: number;
  readonly placed_at: string;
}

export interface HoldOrder {
  readonly hold?: string;
  readonly scope: HoldScope;
  readonly value?: string;
  readonly since?: string;
  readonly until?: string;
  readonly reason?: string;
}

const at = (name: string): string => encodeURIComponent(name);

export const listDatasets = (api: ApiClient, signal: AbortSignal) =>
  api.get<{ readonly datasets: readonly Dataset[] }>('/datasets', {}, signal);
export const createDataset = (
  api: ApiClient,
  order: { readonly name: string; readonly kind: Dataset['kind'] },
) => api.send<Dataset>('POST', '/datasets', order);
export const deleteDataset = (api: ApiClient, name: string) =>
  api.send<undefined>('DELETE', `/datasets/${at(name)}`);

export const listTokens = (api: ApiClient, signal: AbortSignal) =>
  api.get<{ readonly tokens: readonly Token[] }>('/tokens', {}, signal);
export const createToken = (api: ApiClient, order: TokenOrder) =>
  api.send<NewToken>('POST', '/tokens', order);
export const revokeToken = (api: ApiClient, id: string) => api.send<undefined>('DELETE', `/tokens/${at(id)}`);

export const listLicences = (api: ApiClient, signal: AbortSignal) =>
  api.get<{ readonly licences: readonly Licence[] }>('/licences', {}, signal);
export const revokeLicence = (api: ApiClient, id: string) =>
  api.send<undefined>('DELETE', `/licences/${at(id)}`);

export const listKeys = (api: ApiClient, signal: AbortSignal) => api.get<KeyList>('/keys', {}, signal);

export const readRetention = (api: ApiClient, signal: AbortSignal) =>
  api.get<Retention>('/retention', {}, signal);
export const previewRetention = (api: ApiClient, days: number, signal: AbortSignal) =>
  api.get<RetentionPreview>('/retention/preview', { days: String(days) }, signal);

export const listHolds = (api: ApiClient, signal: AbortSignal) =>
  api.get<{ readonly holds: readonly LegalHold[] }>('/holds', {}, signal);
export const placeHold = (api: ApiClient, order: HoldOrder) =>
  api.send<Omit<LegalHold, 'placed_at'>>('POST', '/holds', order);
export const releaseHold = (api: ApiClient, hold: string, reason: string) =>
  api.send<undefined>('POST', `/holds/${at(hold)}/release`, reason === '' ? {} : { reason });
