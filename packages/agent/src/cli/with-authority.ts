// Lends a command everything that an administrative act needs: store, keys, memory, and a reason that was masked.
import type { ActDeps, Database, SignerSource } from '@governance-agent/audit-core';
import { createMasker } from '@governance-agent/policy-engine';
import path from 'node:path';
import { keysDirectory } from '../agent-keys.ts';
import type { Settings } from '../config/settings.ts';
import { withFileLock } from '../file-lock.ts';
import { openSignerFiles } from '../keys/signer-files.ts';
import { readPolicy } from '../policy-file.ts';
import type { SignerState } from '../signer-state.ts';
import { say, type CommandIo } from './io.ts';
import { withMemory } from './with-memory.ts';
import { withReadStore } from './with-store.ts';

/** Everything of an act but the key that signs it. */
export interface Authority extends Omit<ActDeps, 'signer'> {
  readonly memory: SignerState;
}

const ACTOR = 'cli';
/** A rotation goes over every chain. */
const LOCK_STALE_MS = 600_000;

/** Neither makes nor changes a schema: an act on a store that is not there is a mistake. */
export async function withAuthority<T>(
  io: CommandIo,
  settings: Settings,
  reason: string | undefined,
  work: (authority: Authority) => Promise<T>,
): Promise<T> {
  const why = await maskReason(io, settings, reason);
  return withReadStore(settings, (database: Database) =>
    withMemory(io, settings, (memory) => work({ database, memory, clock: io.clock, actor: ACTOR, ...why })),
  );
}

/** As `withAuthority`, with the keys that are there. */
export function withSigner<T>(
  io: CommandIo,
  settings: Settings,
  reason: string | undefined,
  work: (deps: Authority & { readonly signer: SignerSource }) => Promise<T>,
): Promise<T> {
  return withAuthority(io, settings, reason, async (authority) =>
    work({ ...authority, signer: await openSignerFiles({ dataDir: settings.dataDir }) }),
  );
}

/** One command at a time changes keys. */
export function withKeyLock<T>({ dataDir }: Settings, work: () => Promise<T>): Promise<T> {
  return withFileLock(path.join(keysDirectory(dataDir), 'change.lock'), LOCK_STALE_MS, work);
}

/** A reason may name anybody. What cannot be masked is not stored. */
async function maskReason(
  io: CommandIo,
  { piiDetection, piiPolicyFile }: Settings,
  reason: string | undefined,
): Promise<{ readonly reason?: string }> {
  if (reason === undefined) return {};
  const policy = await readPolicy(piiPolicyFile);
  try {
    const masker = createMasker({ settings: { detection: piiDetection ? 'on' : 'off' }, policy });
    return { reason: masker.begin().text(reason) };
  } catch {
    say(io, 'the reason could not be masked and is not stored');
    return {};
  }
}
