// An orderly end within 8 s: nothing new is read, what was read is committed and answered, then the store is closed.
import type { Server } from 'node:http';
import type { Database } from '@governance-agent/audit-core';
import type { OtelIngest } from '@governance-agent/otel-ingest';
import { drain } from './http/drain.ts';
import type { Logger } from './logging.ts';

export interface StopDeps {
  readonly server: Server;
  readonly ingest: OtelIngest | undefined;
  readonly writers: readonly { close(): Promise<void> }[];
  readonly database: Database;
  readonly logger: Logger;
}

const DRAIN_MS = 5000;
const WRITER_MS = 2000;
const DATABASE_MS = 1000;

export async function stopAgent({ server, ingest, writers, database, logger }: StopDeps): Promise<void> {
  ingest?.drain();
  const finished = await drain(server, DRAIN_MS);
  if (!finished) logger.warn('answers that took too long were cut off');
  await withDeadline(Promise.all(writers.map((writer) => writer.close())), WRITER_MS);
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
