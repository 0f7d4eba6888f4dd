// Lends an open store to a command and closes it whatever happens.
import type { Database } from '@governance-agent/audit-core';
import type { Settings } from '../config/settings.ts';
import { openStore, type MigratePolicy } from '../store.ts';
import { say, type CommandIo } from './io.ts';

/** For commands that only read: they neither make nor change a store. */
export function withReadStore<T>(settings: Settings, work: (database: Database) => Promise<T>): Promise<T> {
  return use(settings, 'never', () => undefined, work);
}

/** For commands that write: an embedded store is made or brought up to date, and that is said. */
export function withWriteStore<T>(
  io: CommandIo,
  settings: Settings,
  work: (database: Database) => Promise<T>,
  policy: MigratePolicy = 'embedded',
): Promise<T> {
  return use(settings, policy, (line) => say(io, line), work);
}

async function use<T>(
  { databaseUrl, indexedAttributes }: Settings,
  policy: MigratePolicy,
  tell: (line: string) => void,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  // A command with another environment than the agent beside it must not drop what that one has made.
  const indexes = policy === 'always' ? { indexedAttributes } : {};
  const database = await openStore({ databaseUrl, migrate: policy, say: tell, ...indexes });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}
