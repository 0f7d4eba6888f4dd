// From settings to an agent that could listen: keys, issuers, store, logger. What it has to make, it says.
import {
  createSigningThread,
  withWriteBack,
  type Clock,
  type SignerSource,
  type SigningThread,
} from '@governance-agent/audit-core';
import { openIssuers } from './access/issuer-source.ts';
import type { Settings } from './config/settings.ts';
import { AgentError } from './errors.ts';
import { ensureSigners } from './keys/ensure-signers.ts';
import { createAgent, type Agent } from './create-agent.ts';
import type { Logger } from './logging.ts';
import { readPolicy } from './policy-file.ts';
import { openSignerState } from './signer-state.ts';
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
  const signing = settings.ingestThreads === 0 ? undefined : createSigningThread();
  const signers = await openSigners(dataDir, logger, signing);
  const policy = await readPolicy(settings.piiPolicyFile);
  const issuers = await openIssuers(settings.licensePublicKeys, dataDir);
  const say = (message: string): void => logger.info(message);
  const store = await openStore({ databaseUrl, migrate, indexedAttributes, say });
  const database = signing === undefined ? store : withWriteBack(store);
  const memory = await openSignerState({ dataDir, onProblem: memoryProblem(logger) });
  return createAgent({ settings, database, signers, signing, memory, issuers, policy, logger, clock });
}

function openSigners(
  dataDir: string,
  logger: Logger,
  signing: SigningThread | undefined,
): Promise<SignerSource> {
  return ensureSigners({
    dataDir,
    aside: signing?.sign,
    onCreated: (signingKey) => logger.info('first start: keys created', { dataDir, signingKey }),
    onMismatch: () =>
      logger.error('the native signer differs from the reference; the slower reference signs'),
  });
}

function memoryProblem(logger: Logger): (error: unknown) => void {
  return (error) => {
    const code = error instanceof AgentError ? error.code : 'unknown';
    logger.error('signer-state.json could not be written: a rollback may go unseen after a restart', {
      code,
    });
  };
}
