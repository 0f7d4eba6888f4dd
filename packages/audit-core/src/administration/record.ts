// What an operator did to a chain, as a row of the chain itself. docs/formats/administration.md
import type { RowBody } from '../row.ts';
import { parseRanges, type RowRange } from './row-ranges.ts';

/** The plane of these rows. Reserved: no telemetry and no other plane can write a row of it. */
export const ADMINISTRATION_PLANE = 'agent';

/** Content of rows was removed. */
export interface Erasure {
  readonly act: 'erasure';
  /** rising, all below the row itself */
  readonly rows: readonly RowRange[];
  readonly selector: 'user' | 'session' | 'before' | 'retention';
}

/** A partition was detached: of these rows the envelope is kept, and what they added to usage. Their content is gone. */
export interface Detachment {
  readonly act: 'detachment';
  /** rising, all below the row itself */
  readonly rows: readonly RowRange[];
  /** name of the table that holds them, unless it was dropped */
  readonly partition: string;
  /** base64 SHA-256 of what is kept of their usage (rollups/detached-usage.ts) */
  readonly usage: string;
}

/** Metric points were removed. They stand beside the chain, so nothing names them. */
export interface MetricsErased {
  readonly act: 'metrics_erased';
  readonly points: number;
  readonly selector: Erasure['selector'];
}

/** The key of this chain changes behind this row: `key_rotation` is signed by the old key, `key_replacement` by the new. */
export interface KeyChange {
  readonly act: 'key_rotation' | 'key_replacement';
  /** base64 raw public keys, 32 bytes */
  readonly old_key: string;
  readonly new_key: string;
}

/** What this key signed at or after `since` proves nothing. */
export interface KeyCompromised {
  readonly act: 'key_compromised';
  readonly key_id: string;
  /** Unix milliseconds, collector clock */
  readonly since: number;
}

/** The store was found behind what the signer remembers, and an operator let it go on. */
export interface RollbackAccepted {
  readonly act: 'rollback_accepted';
  readonly remembered_origin: string;
  readonly remembered_size: number;
  readonly remembered_hash: string;
  readonly found_size: number;
  readonly found_hash: string;
}

/** Content within the scope must not be erased until the hold is released. */
export interface LegalHoldPlaced {
  readonly act: 'legal_hold_placed';
  readonly hold: string;
  readonly scope: 'tenant' | 'user' | 'session' | 'range';
  /** e-mail or id; `*` for the whole tenant; `FROM/TO` of a range (hold-range.ts) */
  readonly value: string;
}

export interface LegalHoldReleased {
  readonly act: 'legal_hold_released';
  readonly hold: string;
}

/** A credential came into being; nothing here lets anybody use it. */
export interface TokenCreated {
  readonly act: 'token_created';
  readonly token: string;
  /** separated by commas */
  readonly scopes: string;
  /** RFC 3339, or `never` */
  readonly expires: string;
}

export interface TokenRevoked {
  readonly act: 'token_revoked';
  readonly token: string;
}

export interface LicenceIssued {
  readonly act: 'licence_issued';
  readonly licence: string;
  /** separated by commas; empty = none */
  readonly features: string;
  /** RFC 3339 */
  readonly expires: string;
}

export interface LicenceRevoked {
  readonly act: 'licence_revoked';
  readonly licence: string;
}

export interface DatasetChange {
  readonly act: 'dataset_created' | 'dataset_deleted';
  readonly dataset: string;
  readonly kind: 'logs' | 'metrics';
}

/** Rows left the store in readable form. */
export interface Exported {
  readonly act: 'exported';
  readonly format: 'bundle' | 'jsonl' | 'csv';
  /** rows written */
  readonly count: number;
  /** Names of the filters, separated by commas; empty = everything. Their values may name people and stay out. */
  readonly filters: string;
}

export type AdministrationRecord =
  | Erasure
  | Detachment
  | MetricsErased
  | KeyChange
  | KeyCompromised
  | RollbackAccepted
  | LegalHoldPlaced
  | LegalHoldReleased
  | TokenCreated
  | TokenRevoked
  | LicenceIssued
  | LicenceRevoked
  | DatasetChange
  | Exported;

export type AdministrationAct = AdministrationRecord['act'];

type FieldsOf<R> = R extends { act: unknown } ? Omit<R, 'act'> : never;
type Field<T> = (value: unknown) => T | null;
type Fields<R> = { readonly [K in keyof FieldsOf<R>]: Field<FieldsOf<R>[K]> };

const text =
  (pattern: RegExp): Field<string> =>
  (value) =>
    typeof value === 'string' && pattern.test(value) ? value : null;
const integer: Field<number> = (value) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
const word =
  <T extends string>(...words: readonly T[]): Field<T> =>
  (value) =>
    words.find((known) => known === value) ?? null;
const ranges: Field<readonly RowRange[]> = (value) => (typeof value === 'string' ? parseRanges(value) : null);

const DIGEST = text(/^[A-Za-z0-9+/]{43}=$/);
const NAME = text(/^[^\n]{1,512}$/u);
const ID = text(/^[A-Za-z0-9-]{1,64}$/);
const WORDS = text(/^[a-z0-9_.:*,-]{0,2048}$/i);
const PARTITION = text(/^[a-z0-9_]{1,63}$/);
const TIME = text(/^(?:never|\d{4}-\d\d-\d\dT[\d:.]{8,12}Z)$/);
const KEYS: Fields<KeyChange> = { old_key: DIGEST, new_key: DIGEST };

const SELECTOR = word('user', 'session', 'before', 'retention');

const DATASET: Fields<DatasetChange> = {
  dataset: text(/^[a-z0-9][a-z0-9._-]{0,62}$/),
  kind: word('logs', 'metrics'),
};

const FIELDS: { readonly [R in AdministrationRecord as R['act']]: Fields<R> } = {
  erasure: { rows: ranges, selector: SELECTOR },
  detachment: { rows: ranges, partition: PARTITION, usage: DIGEST },
  metrics_erased: { points: integer, selector: SELECTOR },
  key_rotation: KEYS,
  key_replacement: KEYS,
  key_compromised: { key_id: text(/^[0-9a-f]{32}$/), since: integer },
  rollback_accepted: {
    remembered_origin: NAME,
    remembered_size: integer,
    remembered_hash: DIGEST,
    found_size: integer,
    found_hash: DIGEST,
  },
  legal_hold_placed: { hold: NAME, scope: word('tenant', 'user', 'session', 'range'), value: NAME },
  legal_hold_released: { hold: NAME },
  token_created: { token: ID, scopes: WORDS, expires: TIME },
  token_revoked: { token: ID },
  licence_issued: { licence: ID, features: WORDS, expires: TIME },
  licence_revoked: { licence: ID },
  dataset_created: DATASET,
  dataset_deleted: DATASET,
  exported: { format: word('bundle', 'jsonl', 'csv'), count: integer, filters: WORDS },
};

/** Whether a `detachment` can name the partition. */
export function isPartitionName(name: string): boolean {
  return PARTITION(name) !== null;
}

/**
 * Reads a row back; null for a row that is none of these. Says nothing about whether the row is genuine: that is what
 * verification of the chain says.
 */
export function parseAdministration(
  row: Pick<RowBody, 'plane' | 'event' | 'attributes'>,
): AdministrationRecord | null {
  const fields = new Map<string, Readonly<Record<string, Field<unknown>>>>(Object.entries(FIELDS)).get(
    row.event,
  );
  if (row.plane !== ADMINISTRATION_PLANE || fields === undefined) return null;
  const values = parseObject(row.attributes);
  const read = Object.entries(fields).map(([name, field]) => [name, field(values[name])] as const);
  if (read.some(([, value]) => value === null)) return null;
  // Every field was read by the reader of its own act.
  return { act: row.event, ...Object.fromEntries(read) } as AdministrationRecord;
}

function parseObject(json: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
