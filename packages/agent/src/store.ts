// Opens the one store and makes sure that its schema is the one this program works with.
import { access } from 'node:fs/promises';
import {
  ensureAttributeIndexes,
  ensureAttributeRollups,
  migrate,
  openDatabase,
  schemaState,
  type Database,
  type SchemaState,
} from '@governance-agent/audit-core';
import { AgentError } from './errors.ts';
import { AGENT_MIGRATIONS } from './migrations/agent-migrations.ts';

/**
 * `never`: who only reads changes nothing. `embedded`: an SQLite store belongs to this program, so it is brought up
 * to date; a PostgreSQL schema is changed only where somebody said so. `always`: somebody said so.
 */
export type MigratePolicy = 'never' | 'embedded' | 'always';

export interface OpenStoreDeps {
  readonly databaseUrl: string;
  readonly migrate: MigratePolicy;
  /** Keys of attributes to index, where the schema may be changed. Undefined: the indexes stay as they are. */
  readonly indexedAttributes?: readonly string[] | undefined;
  /** Told in words when the schema is made or changed. */
  readonly say: (message: string) => void;
}

/** Throws AgentError `store_unreachable` or `schema_outdated`. The caller closes the database. */
export async function openStore(deps: OpenStoreDeps): Promise<Database> {
  if (deps.migrate === 'never') await assertFileExists(deps.databaseUrl);
  const database = open(deps.databaseUrl);
  try {
    await prepare(database, deps);
    await index(database, deps);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** The state of the whole schema: the store's own part and the agent's. */
export function agentSchemaState(database: Database): Promise<SchemaState> {
  return schemaState(database, AGENT_MIGRATIONS);
}

/** Opening an SQLite file makes it, so a mistyped path would look like an empty store. */
async function assertFileExists(url: string): Promise<void> {
  if (!url.startsWith('sqlite:')) return;
  const file = url.slice('sqlite:'.length);
  try {
    await access(file);
  } catch (cause) {
    throw new AgentError('store_unreachable', `There is no store at ${file}`, { cause });
  }
}

function open(url: string): Database {
  try {
    return openDatabase(url);
  } catch (cause) {
    throw new AgentError('store_unreachable', 'The store cannot be opened: check DATABASE_URL', { cause });
  }
}

async function prepare(database: Database, { migrate: policy, say }: OpenStoreDeps): Promise<void> {
  const state = await agentSchemaState(database);
  if (state === 'unreachable') throw new AgentError('store_unreachable', 'The store does not answer');
  if (state === 'current') return;
  if (policy === 'never' || (policy === 'embedded' && database.dialect !== 'sqlite')) {
    throw new AgentError(
      'schema_outdated',
      `The schema of the store is ${state}: run governance-agent migrate`,
    );
  }
  const ran = await migrate(database, AGENT_MIGRATIONS);
  say(`schema ${state === 'empty' ? 'created' : 'updated'}: ${ran.join(', ')}`);
}

async function index(database: Database, deps: OpenStoreDeps): Promise<void> {
  const { migrate: policy, indexedAttributes: keys, say } = deps;
  const mine = policy === 'always' || (policy === 'embedded' && database.dialect === 'sqlite');
  if (keys === undefined || !mine) return;
  const { created, dropped } = await ensureAttributeIndexes(database, keys);
  if (created.length > 0) say(`attributes indexed: ${created.join(', ')}`);
  if (dropped > 0) say(`attribute indexes dropped: ${dropped}`);
  const rebuilt = await ensureAttributeRollups(database, keys);
  if (rebuilt > 0) say(`rollups made anew: ${rebuilt} tenants`);
}
