// A migrated, empty store on a real database, with a writer on it.
import {
  databaseKinds,
  fixedClock,
  temporaryDatabaseUrl,
  type DatabaseKind,
  type FixedClock,
} from '@governance-agent/testkit';
import {
  createAuditWriter,
  createSigner,
  enablePartitions,
  generateSigningKey,
  migrate,
  openDatabase,
  type AuditWriter,
  type AuditWriterDeps,
  type Database,
  type SignerMemory,
  type SigningKey,
} from '../../src/index.ts';

/** A store on one of the databases, with the rows in partitions on one of them. */
export type StoreKind = DatabaseKind | 'partitioned postgres';

/** For `describe.each`: append, read, verify and erasure hold on every one. */
export const storeKinds: readonly StoreKind[] = [...databaseKinds, 'partitioned postgres'];

export interface TestStore {
  readonly url: string;
  readonly database: Database;
  readonly key: SigningKey;
  readonly clock: FixedClock;
  readonly writer: AuditWriter;
  remove(): Promise<void>;
}

export const ACME = { org: 'acme', tenant: 'acme', dataset: 'default' };
export const GLOBEX = { org: 'globex', tenant: 'globex', dataset: 'default' };

/** For attacks made under a running writer: it goes on signing whatever the store has become. */
const FORGETFUL: SignerMemory = {
  recall: () => undefined,
  remember: () => undefined,
  accept: () => undefined,
  reload: () => Promise.resolve(),
};

export async function testStore(kind: StoreKind, deps: Partial<AuditWriterDeps> = {}): Promise<TestStore> {
  const { url, remove } = await temporaryDatabaseUrl(kind === 'sqlite' ? kind : 'postgres');
  const database = openDatabase(url);
  await migrate(database);
  const key = generateSigningKey();
  const clock = fixedClock();
  if (kind === 'partitioned postgres') await enablePartitions({ database, clock }, 'day');
  const writer = createAuditWriter({
    database,
    signer: createSigner({ key }),
    clock,
    memory: FORGETFUL,
    ...deps,
  });
  return {
    url,
    database,
    key,
    clock,
    writer,
    remove: async () => {
      await writer.close();
      await database.close();
      await remove();
    },
  };
}
