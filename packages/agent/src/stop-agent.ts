// An orderly end within 8 s: nothing new is read, what was read is committed and answered, then the store is closed.
import type { Server } from 'node:http';
import type { AuditWriter, Database } from '@governance-agent/audit-core';
import type { OtelIngest } from '@governance-agent/otel-ingest';
import { drain } from './http/drain.ts';
import type { Logger } from './logging.ts';
import type { Retention } from './retention.ts';
import type { SignerState } from './signer-state.ts';

export interface StopDeps {
  readonly server: Server;
  readonly ingest: OtelIngest | undefined;
  readonly writer: AuditWriter;
  readonly retention: Retention | undefined;
  readonly memory: SignerState;
  readonly database: Database;
  readonly logger: Logger;
}

const DRAIN_MS = 5000;
const WRITER_MS = 2000;
const MEMORY_MS = 500;
const DATABASE_MS = 500;

export async function stopAgent(deps: StopDeps): Promise<void> {
  const { server, ingest, writer, retention, memory, database, logger } = deps;
  ingest?.drain();
  const finished = await drain(server, DRAIN_MS);
  if (!finished) logger.warn('answers that took too long were cut off');
  const work = Promise.all([writer.close(), retention?.stop()]);
  await withDeadline(work, WRITER_MS);
  await withDeadline(memory.close(), MEMORY_MS);
  await withDeadline(database.close(), DATABASE_MS);
}

/** Resolves when the work is done or the time is up: a store that hangs must not keep the process alive. */
async function withDeadline(work: Promise<unknown>, milliseconds: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), milliseconds);
  try {
    await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
