// The stages that take a request to a signed row, each on the output of the one before, on one thread.
import { gunzipSync } from 'node:zlib';
import { deserialize, serialize } from 'node:v8';
import {
  createBatchPreparer,
  createEventMasker,
  createNativeSigner,
  generateSigningKey,
  type PreparedBatch,
} from '@governance-agent/audit-core';
import { DEFAULT_INGEST_SETTINGS, TELEMETRY_STRUCTURAL_FIELDS } from '@governance-agent/otel-ingest';
import { createMasker } from '@governance-agent/policy-engine';
import { decodeLogs } from '../../packages/otel-ingest/src/decode/decode-logs.ts';
import { mapLogs } from '../../packages/otel-ingest/src/map/map-logs.ts';
import { CHECKPOINT_INTERVAL } from '../../packages/audit-core/src/seal-checkpoint.ts';
import { EMPTY_FRONTIER } from '../../packages/audit-core/src/chain/merkle.ts';
import { sealGroup, type ChainState } from '../../packages/audit-core/src/seal.ts';
import { privateKeyObject } from '../../packages/audit-core/src/keys.ts';
import type { Signer } from '../../packages/audit-core/src/signer.ts';
import { SIGNATURE_BYTES } from '../../packages/audit-core/src/signing-thread/order.ts';
import { createKeyring, type Sodium } from '../../packages/audit-core/src/signing-thread/sign-message.ts';
import { medianCpuMicros } from '../cpu.ts';
import { bodyBytes, type RequestShape } from '../ingest/requests.ts';

export interface Stage {
  readonly name: string;
  /** microseconds of processor time a row */
  readonly micros: number;
}

export interface Plan {
  readonly rows: number;
  /** records a request */
  readonly size: number;
  readonly runs: number;
}

const NOW = 1_795_230_700_000;
const DESTINATION = { org: 'bench', tenant: 'bench', dataset: 'default' };
const GROUP = 500;

export function bodiesOf({ rows, size }: Plan, shape: Omit<RequestShape, 'size'>, first = 0): Buffer[] {
  return Array.from({ length: Math.ceil(rows / size) }, (_, index) =>
    bodyBytes({ ...shape, size }, first + index * size),
  );
}

/** Everything before the chain: what ingest threads do. */
export function createPreparation() {
  const masker = createEventMasker({ masker: createMasker(), structural: TELEMETRY_STRUCTURAL_FIELDS });
  const prepare = createBatchPreparer({ clock: { now: () => NOW } });
  const decode = (bytes: Buffer, codec: 'protobuf' | 'json') =>
    decodeLogs(codec, bytes, DEFAULT_INGEST_SETTINGS);
  return {
    decode,
    map: (decoded: ReturnType<typeof decode>) => mapLogs(decoded.resourceLogs, NOW),
    mask: (events: ReturnType<typeof mapLogs>) => events.map((event) => masker.mask(event)),
    prepare: (events: Parameters<typeof prepare>[1]) => prepare(DESTINATION, events),
  };
}

/** Seals without signing: a signature has a stage of its own. */
export function silentSigner(onMessage: (message: Uint8Array) => void = () => undefined): Signer {
  const { keyId, publicKey } = generateSigningKey();
  const signature = Buffer.alloc(64);
  const sign = (message: Uint8Array): Uint8Array => {
    onMessage(message);
    return signature;
  };
  return { implementation: 'native', keyId, publicKey, sign };
}

const EMPTY_CHAIN: ChainState = {
  head: {
    ...{ tenant: 'bench', origin: 'governance-agent/t/bench', size: 0, received_at: 0 },
    ...{ head_hash: Buffer.alloc(32).toString('base64'), frontier: null, key_id: null },
  },
  ...{ frontier: EMPTY_FRONTIER, lastCheckpoint: null, known: new Set<string>(), sessions: new Map() },
  ...{ keyRetired: false, rememberedHash: null, erased: [], removed: 0, holds: [] },
};

export function sealAll(signer: Signer, groups: readonly PreparedBatch['rows'][]): void {
  for (const group of groups) sealGroup({ signer, interval: CHECKPOINT_INTERVAL }, EMPTY_CHAIN, [group], NOW);
}

/** @param sodium what the signing thread signs with, where it is there */
export function pureStages(plan: Plan, sodium: Sodium | undefined): Stage[] {
  const { decode, map, mask, prepare } = createPreparation();
  const protobuf = bodiesOf(plan, { encoding: 'protobuf', gzip: false });
  const json = bodiesOf(plan, { encoding: 'json', gzip: false });
  const gzip = bodiesOf(plan, { encoding: 'protobuf', gzip: true });
  const decoded = protobuf.map((bytes) => decode(bytes, 'protobuf'));
  const mapped = decoded.map(map);
  const masked = mapped.map(mask);
  const batches = masked.map(prepare);
  const groups = groupsOf(batches);
  const messages: Uint8Array[] = [];
  sealAll(
    silentSigner((message) => messages.push(message)),
    groups,
  );
  const silent = silentSigner();
  const key = generateSigningKey();
  const native = createNativeSigner(key);
  const sign = createKeyring(sodium)(privateKeyObject(key.seed));
  const signature = Buffer.alloc(SIGNATURE_BYTES);
  const works: readonly (readonly [string, () => void])[] = [
    ['gunzip', () => gzip.forEach((bytes) => gunzipSync(bytes))],
    ['decode protobuf', () => protobuf.forEach((bytes) => decode(bytes, 'protobuf'))],
    ['decode JSON', () => json.forEach((bytes) => decode(bytes, 'json'))],
    ['map', () => decoded.forEach(map)],
    ['mask', () => mapped.forEach(mask)],
    ['prepare: canonical JSON, SHA-256', () => masked.forEach(prepare)],
    ['hand over between threads', () => batches.forEach(({ rows }) => void deserialize(serialize(rows)))],
    ['seal: envelope, chain', () => sealAll(silent, groups)],
    ['sign, native', () => messages.slice(0, plan.rows).forEach((message) => native.sign(message))],
    [
      'sign, as the signing thread does',
      () => messages.slice(0, plan.rows).forEach((message) => sign(signature, message)),
    ],
  ];
  return works.map(([name, work]) => ({ name, micros: medianCpuMicros(plan.runs, work) / plan.rows }));
}

/** As many rows together as the writer seals. */
export function groupsOf(batches: readonly PreparedBatch[]): PreparedBatch['rows'][] {
  const rows = batches.flatMap((batch) => batch.rows);
  return Array.from({ length: Math.ceil(rows.length / GROUP) }, (_, index) =>
    rows.slice(index * GROUP, (index + 1) * GROUP),
  );
}
