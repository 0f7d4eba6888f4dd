// The administration of a command: a writer of its own on the store, beside a running agent, with the same keys and memory.
import {
  createAuditWriter,
  type Clock,
  type Database,
  type SignerMemory,
} from '@governance-agent/audit-core';
import type { Settings } from '../config/settings.ts';
import { ensureSigners } from '../keys/ensure-signers.ts';
import { createAdministration, type Administration } from './administration.ts';

export interface OpenAdministrationDeps {
  readonly settings: Pick<Settings, 'dataDir'>;
  /** Stays the caller's to close. */
  readonly database: Database;
  /** Stays the caller's to close, after this. */
  readonly memory: SignerMemory;
  readonly clock: Clock;
}

export interface OpenAdministration extends Administration {
  close(): Promise<void>;
}

/** Throws AgentError `key_unusable`; its acts throw AuditError `key_mismatch` and `rolled_back` as those of the agent do. */
export async function openAdministration(deps: OpenAdministrationDeps): Promise<OpenAdministration> {
  const { settings, database, memory, clock } = deps;
  const signer = await ensureSigners({ dataDir: settings.dataDir });
  const writer = createAuditWriter({ database, clock, signer, memory });
  return { ...createAdministration({ writer, database, clock }), close: () => writer.close() };
}
