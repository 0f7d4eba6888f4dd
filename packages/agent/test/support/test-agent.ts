// A whole agent on a real store, listening on a free port, and a writer beside it to put rows in.
import {
  createAuditWriter,
  createSigner,
  migrate,
  openDatabase,
  type AuditWriter,
  type Database,
} from '@governance-agent/audit-core';
import {
  fixedClock,
  temporaryDatabaseUrl,
  temporaryDirectory,
  type DatabaseKind,
  type FixedClock,
} from '@governance-agent/testkit';
import { createTokenDesk, type TokenOrder } from '../../src/access/token-desk.ts';
import { createTokenStore } from '../../src/access/token-store.ts';
import { ensureSigningKey } from '../../src/agent-keys.ts';
import { bootAgent } from '../../src/boot.ts';
import { readSettings } from '../../src/config/read-settings.ts';
import type { Logger } from '../../src/logging.ts';
import { AGENT_MIGRATIONS } from '../../src/migrations/agent-migrations.ts';

export interface TestAgent {
  readonly url: string;
  readonly grpcPort: number;
  readonly dataDir: string;
  readonly databaseUrl: string;
  readonly database: Database;
  readonly writer: AuditWriter;
  readonly clock: FixedClock;
  readonly logged: string[];
  readonly close: () => Promise<void>;
  readonly token: (order?: Partial<TokenOrder>) => Promise<string>;
  /** Removes everything. */
  readonly remove: () => Promise<void>;
}

export async function testAgent(
  kind: DatabaseKind,
  env: Readonly<Record<string, string>> = {},
): Promise<TestAgent> {
  const directory = await temporaryDirectory();
  const store = await temporaryDatabaseUrl(kind);
  // Threads take a moment to start; the tests of them ask for them.
  const places = { DATA_DIR: directory.path, DATABASE_URL: store.url, PORT: '0', INGEST_THREADS: '0' };
  const settings = await readSettings({ env: { ...places, ...env } });
  const clock = fixedClock(Date.now());
  const logged: string[] = [];
  const agent = await bootAgent({ settings, clock, logger: memoryLogger(logged), migrate: 'always' });
  const url = await agent.listen();
  const database = openDatabase(settings.databaseUrl);
  await migrate(database, AGENT_MIGRATIONS);
  const { key } = await ensureSigningKey(directory.path);
  const writer = createAuditWriter({ database, clock, signer: createSigner({ key }) });
  const desk = createTokenDesk({ store: createTokenStore(database.knex), clock });
  const remove = async (): Promise<void> => {
    await agent.close();
    await writer.close();
    await database.close();
    await store.remove();
    await directory.remove();
  };
  return {
    url,
    grpcPort: agent.grpcPort() ?? 0,
    dataDir: directory.path,
    databaseUrl: settings.databaseUrl,
    database,
    writer,
    clock,
    logged,
    remove,
    close: () => agent.close(),
    token: async (order = {}) => (await desk.create({ ...ORDER, ...order })).token,
  };
}

const ORDER: TokenOrder = { tenant: 'acme', name: 'test', scopes: ['read'], expiresAt: null };

function memoryLogger(lines: string[]): Logger {
  const keep = (message: string, fields: object = {}): void =>
    void lines.push(`${message} ${JSON.stringify(fields)}`);
  return { error: keep, warn: keep, info: keep, debug: keep };
}
