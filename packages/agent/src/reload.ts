// Reads again, in a running agent, what operators change most: who may issue licences, and the keys that sign rows.
import { isDeepStrictEqual } from 'node:util';
import type { SignerSource } from '@governance-agent/audit-core';
import type { IssuerSource } from './access/issuer-source.ts';
import type { Settings } from './config/settings.ts';
import { AgentError } from './errors.ts';
import type { Logger } from './logging.ts';

export interface ReloadDeps {
  /** Those of the start. */
  readonly settings: Settings;
  readonly issuers: IssuerSource;
  readonly signers: SignerSource;
  readonly logger: Logger;
}

/** The settings, read and checked anew. */
export type ReadSettings = () => Promise<Settings>;

/**
 * Everything that is read again is good, or nothing changes and the log says why (`code`, `reason`). Never rejects for
 * a bad file. One reload at a time, in the order they were asked for.
 */
export function createReload(deps: ReloadDeps): (read: ReadSettings) => Promise<void> {
  let running = Promise.resolve();
  return (read) => {
    running = running.then(() => reload(deps, read)).catch((error: unknown) => refuse(deps.logger, error));
    return running;
  };
}

async function reload({ settings, issuers, signers, logger }: ReloadDeps, read: ReadSettings): Promise<void> {
  const next = await read();
  const take = await issuers.prepare(next.licensePublicKeys);
  await signers.reload();
  take();
  const fields = { issuers: issuers.current().size, signingKey: signers.current().keyId };
  logger.info('keys and licence issuers reloaded', fields);
  const waiting = changedSettings(settings, next);
  if (waiting.length > 0) {
    logger.warn('these settings have changed and need a restart', { settings: waiting.join(', ') });
  }
}

/** Names as `Settings` has them; `licensePublicKeys` is taken over, so it is not among them. */
function changedSettings(before: Settings, after: Settings): string[] {
  const known = new Map<string, unknown>(Object.entries(before));
  return Object.entries(after)
    .filter(([name, value]) => name !== 'licensePublicKeys' && !isDeepStrictEqual(value, known.get(name)))
    .map(([name]) => name);
}

/** The message of an AgentError names files and settings, never what is in them. */
function refuse(logger: Logger, error: unknown): void {
  const known = error instanceof AgentError;
  logger.error('reload refused: what was read before stays', {
    code: known ? error.code : 'unknown',
    reason: known ? error.message : 'unexpected',
  });
}
