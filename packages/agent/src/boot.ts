// From settings to an agent that could listen: keys, issuers, store, logger. What it has to make, it says.
import type { Clock } from '@governance-agent/audit-core';
import { trustedIssuers } from './access/issuer-key.ts';
import { ensureSigningKey } from './agent-keys.ts';
import type { Settings } from './config/settings.ts';
import { createAgent, type Agent } from './create-agent.ts';
import type { Logger } from './logging.ts';
import { readPolicy } from './policy-file.ts';
import { openStore, type MigratePolicy } from './store.ts';

export interface BootDeps {
  readonly settings: Settings;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly migrate: MigratePolicy;
}

/** Throws AgentError `invalid_settings`, `key_unusable`, `store_unreachable` or `schema_outdated`. */
export async function bootAgent({ settings, logger, clock, migrate }: BootDeps): Promise<Agent> {
  const { dataDir, databaseUrl, indexedAttributes } = settings;
  const { key, created } = await ensureSigningKey(dataDir);
  if (created) logger.info('first start: keys created', { dataDir, signingKey: key.keyId });
  const policy = await readPolicy(settings.piiPolicyFile);
  const issuers = await trustedIssuers(settings.licensePublicKeys, dataDir);
  const say = (message: string): void => logger.info(message);
  const database = await openStore({ databaseUrl, migrate, indexedAttributes, say });
  return createAgent({ settings, database, signingKey: key, issuers, policy, logger, clock });
}
