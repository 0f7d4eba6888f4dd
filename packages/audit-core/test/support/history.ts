// A chain with a history: two keys with a rotation between them, several sessions, an erasure; and a second tenant.

import {
  administrationEvent,
  createAuditWriter,
  createCheckpointNow,
  createSigner,
  erase,
  generateSigningKey,
  rotateKeys,
  type AdministrationRecord,
  type AuditWriter,
  type SigningKey,
} from '../../src/index.ts';
import { dropGuards } from './attacks.ts';
import { maskedEvents } from './events.ts';
import { ACME, GLOBEX, testStore, type StoreKind, type TestStore } from './store.ts';

/** Rows of the chain `acme`, by number. */
export const HISTORY = { rotation: 18, erasure: 40, size: 46, erased: [4, 9] } as const;

const GONE = 'gone@acme.example';

export interface History {
  readonly store: TestStore;
  readonly oldKey: SigningKey;
  readonly newKey: SigningKey;
  readonly writer: AuditWriter;
}

export const publicKeyText = ({ publicKey }: SigningKey): string => Buffer.from(publicKey).toString('base64');

export function state(writer: AuditWriter, record: AdministrationRecord): Promise<unknown> {
  return writer.append(ACME, [administrationEvent(record, { actor: 'cli', now: 1 })]);
}

export async function createHistory(kind: StoreKind): Promise<History> {
  const checkpointInterval = { rows: 8, ms: 60_000 };
  const store = await testStore(kind, { checkpointInterval });
  const { database, clock, key: oldKey } = store;
  const newKey = generateSigningKey();
  const signer = createSigner({ key: newKey });
  const writer = createAuditWriter({ database, clock, signer, checkpointInterval });
  for (let call = 0; call < 17; call += 1) await append(store.writer, call);
  await store.writer.append(GLOBEX, maskedEvents(HISTORY.size, { sessionId: 'theirs' }, 'g'));
  const act = { database, clock, actor: 'cli', checkpointInterval };
  await rotateKeys({ ...act, oldSigner: createSigner({ key: oldKey }), newSigner: signer });
  for (let call = 19; call < 40; call += 1) await append(writer, call);
  await erase({ ...act, signer, tenant: 'acme', selector: { by: 'user', value: GONE }, onHold: 'refuse' });
  for (let call = 41; call < 47; call += 1) await append(writer, call);
  await createCheckpointNow({ database, clock, signer }, 'acme');
  await dropGuards(database.knex);
  return { store, oldKey, newKey, writer };
}

async function append(writer: AuditWriter, call: number): Promise<void> {
  const isErased = HISTORY.erased.some((seq) => seq === call + 1);
  const change = { sessionId: `session-${call % 3}`, ...(isErased ? { userEmail: GONE } : {}) };
  await writer.append(ACME, maskedEvents(1, change, `call-${call}-`));
}
