// The administration of a command: a writer of its own on the store, beside a running agent.
import { createAuditWriter, createSigner, type Clock, type Database } from '@governance-agent/audit-core';
import { ensureSigningKey } from '../agent-keys.ts';
import type { Settings } from '../config/settings.ts';
import { createAdministration, type Administration } from './administration.ts';

export interface OpenAdministrationDeps {
  readonly settings: Pick<Settings, 'dataDir'>;
  /** Stays the caller's to close. */
  readonly database: Database;
  readonly clock: Clock;
}

export interface OpenAdministration extends Administration {
  close(): Promise<void>;
}

/** The one place where a command gets a signer. Throws AgentError `key_unusable`. */
export async function openAdministration(deps: OpenAdministrationDeps): Promise<OpenAdministration> {
  const { settings, database, clock } = deps;
  const { key } = await ensureSigningKey(settings.dataDir);
  const writer = createAuditWriter({ database, clock, signer: createSigner({ key }) });
  return { ...createAdministration({ writer, database, clock }), close: () => writer.close() };
}
