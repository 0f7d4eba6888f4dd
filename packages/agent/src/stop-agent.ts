// An orderly end within 8 s: nothing new is read, what was read is committed and answered, then the store is closed.
import type { Server } from 'node:http';
import type { AuditWriter, Database } from '@governance-agent/audit-core';
import type { OtelIngest } from '@governance-agent/otel-ingest';
import type { HealthRecorder } from './health/health-recorder.ts';
import { drain } from './http/drain.ts';
import type { Logger } from './logging.ts';

export interface StopDeps {
  readonly server: Server;
  readonly ingest: OtelIngest | undefined;
  readonly writer: AuditWriter;
  readonly health: Pick<HealthRecorder, 'close'>;
  readonly database: Database;
  readonly logger: Logger;
}

const DRAIN_MS = 5000;
const WRITER_MS = 2000;
const HEALTH_MS = 500;
const DATABASE_MS = 500;

export async function stopAgent(deps: StopDeps): Promise<void> {
  const { server, ingest, writer, health, database, logger } = deps;
  ingest?.drain();
  const finished = await drain(server, DRAIN_MS);
  if (!finished) logger.warn('answers that took too long were cut off');
  await withDeadline(writer.close(), WRITER_MS);
  await withDeadline(health.close(), HEALTH_MS);
  await withDeadline(database.close(), DATABASE_MS);
}

/** Resolves when the work is done or the time is up: a store that hangs must not keep the process alive. */
async function withDeadline(work: Promise<void>, milliseconds: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), milliseconds);
  try {
    await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
