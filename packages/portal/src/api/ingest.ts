// Ingest health and set-up texts, as the pages ask for them.
import { bodyOf, type ApiClient } from './client.ts';
import type { components, operations } from './generated/openapi.ts';

type Schemas = components['schemas'];

export type IngestHealth = Schemas['IngestHealth'];
export type SenderHealth = Schemas['SenderHealth'];
export type CountsByName = Schemas['CountsByName'];
export type IngestSetup = Schemas['IngestSetup'];
export type SetupChoice = NonNullable<operations['readIngestSetup']['parameters']['query']>;

export const readHealth = (api: ApiClient, signal: AbortSignal) =>
  bodyOf(api.GET('/api/v1/ingest/health', { signal }));

export const readSetup = (api: ApiClient, query: SetupChoice, signal: AbortSignal) =>
  bodyOf(api.GET('/api/v1/ingest/setup', { params: { query }, signal }));
