// Lends a command an open store and the means to state in the tenant's chain what it does to it.
import type { Database } from '@governance-agent/audit-core';
import { openAdministration } from '../administration/open-administration.ts';
import type { Administration } from '../administration/administration.ts';
import type { Settings } from '../config/settings.ts';
import type { MigratePolicy } from '../store.ts';
import type { CommandIo } from './io.ts';
import { withMemory } from './with-memory.ts';
import { withWriteStore } from './with-store.ts';

export interface AdministeredStore {
  readonly database: Database;
  readonly administration: Administration;
}

/** Works beside a running agent. Throws AgentError `store_unreachable` before `work` has done anything. */
export function withAdministration<T>(
  io: CommandIo,
  settings: Settings,
  work: (store: AdministeredStore) => Promise<T>,
  policy: MigratePolicy = 'embedded',
): Promise<T> {
  const lend = (database: Database): Promise<T> =>
    withMemory(io, settings, async (memory) => {
      const administration = await openAdministration({ settings, database, memory, clock: io.clock });
      try {
        return await work({ database, administration });
      } finally {
        await administration.close();
      }
    });
  return withWriteStore(io, settings, lend, policy);
}
