// What an admin sees and does, as the pages ask for it.
import { bodyOf, type ApiClient } from './client.ts';
import type { components } from './generated/openapi.ts';

type Schemas = components['schemas'];

export type Dataset = Schemas['Dataset'];
export type Token = Schemas['Token'];
export type TokenOrder = Schemas['TokenOrder'];
export type NewToken = Schemas['NewToken'];
export type Scope = Schemas['Scope'];
export type Licence = Schemas['Licence'];
export type Key = Schemas['Key'];
export type Retention = Schemas['Retention'];
export type RetentionPreview = Schemas['RetentionPreview'];
export type LegalHold = Schemas['LegalHold'];
export type HoldOrder = Schemas['LegalHoldOrder'];

type Read = { readonly signal: AbortSignal };

export const listDatasets = (api: ApiClient, { signal }: Read) =>
  bodyOf(api.GET('/api/v1/datasets', { signal }));
export const createDataset = (api: ApiClient, body: Schemas['DatasetOrder']) =>
  bodyOf(api.POST('/api/v1/datasets', { body }));
export const deleteDataset = (api: ApiClient, name: string) =>
  api.DELETE('/api/v1/datasets/{name}', { params: { path: { name } } });

export const listTokens = (api: ApiClient, { signal }: Read) => bodyOf(api.GET('/api/v1/tokens', { signal }));
export const createToken = (api: ApiClient, body: TokenOrder) => bodyOf(api.POST('/api/v1/tokens', { body }));
export const revokeToken = (api: ApiClient, id: string) =>
  api.DELETE('/api/v1/tokens/{id}', { params: { path: { id } } });

export const listLicences = (api: ApiClient, { signal }: Read) =>
  bodyOf(api.GET('/api/v1/licences', { signal }));
export const revokeLicence = (api: ApiClient, id: string) =>
  api.DELETE('/api/v1/licences/{id}', { params: { path: { id } } });

export const listKeys = (api: ApiClient, { signal }: Read) => bodyOf(api.GET('/api/v1/keys', { signal }));

export const readRetention = (api: ApiClient, { signal }: Read) =>
  bodyOf(api.GET('/api/v1/retention', { signal }));
export const previewRetention = (api: ApiClient, days: number, { signal }: Read) =>
  bodyOf(api.GET('/api/v1/retention/preview', { params: { query: { days } }, signal }));

export const listHolds = (api: ApiClient, { signal }: Read) => bodyOf(api.GET('/api/v1/holds', { signal }));
export const placeHold = (api: ApiClient, body: HoldOrder) => bodyOf(api.POST('/api/v1/holds', { body }));
export const releaseHold = (api: ApiClient, hold: string, reason: string) =>
  api.POST('/api/v1/holds/{hold}/release', {
    params: { path: { hold } },
    body: reason === '' ? {} : { reason },
  });
