// Small chains in real stores, the same bytes on every run: seeded keys and randomness, a fixed clock.
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  createAuditWriter,
  createCheckpointNow,
  createNobleSigner,
  migrate,
  openDatabase,
  type AdministrationRecord,
  type AuditEvent,
  type Database,
  type SigningKey,
} from '@governance-agent/audit-core';
import { fixedClock } from '@governance-agent/testkit';
import { ADMINISTRATION_PLANE } from '../../packages/audit-core/src/administration/record.ts';
import { formatRanges } from '../../packages/audit-core/src/administration/row-ranges.ts';
import { EMPTY_EVENT } from '../../packages/audit-core/src/event.ts';
import { signingKeyFromSeed } from '../../packages/audit-core/src/keys.ts';
import { mintAdministration, type MaskedEvent } from '../../packages/audit-core/src/masked-event.ts';
import { maskedEvents } from '../../packages/audit-core/test/support/events.ts';

/** Keys of the corpus. Test keys: their seeds are in the open. */
export const KEYS = { a: seeded(1), b: seeded(2), c: seeded(3), stranger: seeded(9) } as const;

export interface CorpusChain {
  readonly database: Database;
  readonly tenant: string;
  readonly clock: { now(): number; advance(ms: number): void };
  /** Rows of one session, one second apart from those before them. */
  append(count: number, change?: Partial<AuditEvent>, key?: SigningKey): Promise<void>;
  administer(record: AdministrationRecord, key?: SigningKey): Promise<void>;
  /** The note of a checkpoint at the present size. */
  checkpoint(key?: SigningKey): Promise<string>;
  remove(): Promise<void>;
}

/** @param name seeds all randomness: chains of one name have one origin. */
export async function corpusChain(name: string, tenant = 'acme'): Promise<CorpusChain> {
  const directory = await mkdtemp(path.join(tmpdir(), 'bundle-corpus-'));
  const database = openDatabase(`sqlite:${path.join(directory, 'audit.db')}`);
  await migrate(database);
  const clock = fixedClock();
  const random = seededRandom(name);
  let batch = 0;
  const land = async (events: readonly MaskedEvent[], key: SigningKey): Promise<void> => {
    clock.advance(1000);
    await signNextBy(database, tenant, key);
    const writer = createAuditWriter({ database, clock, random, signer: createNobleSigner(key) });
    await writer.append({ org: tenant, tenant, dataset: 'default' }, events);
    await writer.close();
  };
  return {
    database,
    tenant,
    clock,
    append: (count, change = {}, key = KEYS.a) =>
      land(maskedEvents(count, change, `batch ${(batch += 1)} `), key),
    administer: (record, key = KEYS.a) => land([administrative(record, (batch += 1))], key),
    checkpoint: async (key = KEYS.a) => {
      await signNextBy(database, tenant, key);
      const stored = await createCheckpointNow({ database, clock, signer: createNobleSigner(key) }, tenant);
      return stored?.note ?? '';
    },
    remove: async () => {
      await database.close();
      rmSync(directory, { recursive: true });
    },
  };
}

/** The writer lets only the chain's own key sign: forged chains, and parts of honest ones, are made past that. */
export async function signNextBy({ knex }: Database, tenant: string, { keyId }: SigningKey): Promise<void> {
  await knex('chain_heads').where({ tenant }).update({ key_id: keyId });
}

export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

function seeded(byte: number): SigningKey {
  return signingKeyFromSeed(Buffer.alloc(32, byte));
}

function seededRandom(name: string): (size: number) => Buffer {
  let count = 0;
  return (size) => {
    const blocks = Array.from({ length: Math.ceil(size / 32) }, () =>
      createHash('sha256')
        .update(`${name} ${(count += 1)}`)
        .digest(),
    );
    return Buffer.concat(blocks).subarray(0, size);
  };
}

function administrative(record: AdministrationRecord, count: number): MaskedEvent {
  const { act, ...fields } = record;
  const attributes = 'rows' in fields ? { ...fields, rows: formatRanges(fields.rows) } : { ...fields };
  return mintAdministration({
    ...EMPTY_EVENT,
    plane: ADMINISTRATION_PLANE,
    event: act,
    decision: 'allowed',
    userEmail: null,
    attributes: { ...attributes, actor: 'cli' },
    content: null,
    contentState: 'none',
    occurredAt: '1795230615520000000',
    idempotencyKey: `18e9f5a2b3c4d5e6${String(count).padStart(22, 'A')}`,
    redactions: {},
    policyVersion: 'administration/v1',
  });
}
