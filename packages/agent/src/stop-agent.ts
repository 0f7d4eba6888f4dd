// An orderly end within 8 s: nothing new is read, what was read is committed and answered, then checkpointed and
// anchored, and the store is closed.
import type { Server } from 'node:http';
import type { Database, SigningThread } from '@governance-agent/audit-core';
import type { Anchoring } from './anchors/anchoring.ts';
import type { CheckpointKeeper } from './evidence/checkpoint-keeper.ts';
import type { Forwarding } from './forwarding/forwarding.ts';
import type { GrpcEndpoint } from './grpc-endpoint.ts';
import type { HealthRecorder } from './health/health-recorder.ts';
import { drain } from './http/drain.ts';
import type { IngestPlugin } from './ingest-plugin.ts';
import type { Logger } from './logging.ts';
import type { Daily } from './daily.ts';
import type { SignerState } from './signer-state.ts';

export interface StopDeps {
  readonly server: Server;
  /** Streams never end by themselves: the drain would wait for them in vain. */
  readonly live: { close(): void };
  readonly grpc: Pick<GrpcEndpoint, 'close'>;
  readonly ingest: Pick<IngestPlugin, 'drain' | 'close'> | undefined;
  readonly writers: readonly { close(): Promise<void> }[];
  readonly checkpoints: CheckpointKeeper;
  readonly anchoring: Anchoring;
  readonly forwarding: Pick<Forwarding, 'close'>;
  readonly health: Pick<HealthRecorder, 'close'>;
  readonly daily: readonly (Daily | undefined)[];
  readonly reports: { close(): Promise<void> };
  readonly memory: SignerState;
  readonly signing?: Pick<SigningThread, 'close'> | undefined;
  readonly database: Database;
  readonly logger: Logger;
}

// 8 s in all. The longest is for answers: rows that are not acknowledged are sent again, rows that are not checkpointed
// are still signed and linked.
const DRAIN_MS = 4000;
const WRITER_MS = 1250;
const THREADS_MS = 150;
const FORWARDING_MS = 300;
const CHECKPOINTS_MS = 700;
const ANCHORS_MS = 700;
const HEALTH_MS = 250;
const MEMORY_MS = 250;
const DATABASE_MS = 250;

export async function stopAgent(deps: StopDeps): Promise<void> {
  const { server, grpc, ingest, writers, daily, forwarding, checkpoints, anchoring, health } = deps;
  deps.live.close();
  ingest?.drain();
  const finished = await Promise.all([drain(server, DRAIN_MS), grpc.close(DRAIN_MS)]);
  if (finished.includes(false)) deps.logger.warn('answers that took too long were cut off');
  const written = Promise.all(writers.map((writer) => writer.close()));
  await withDeadline(Promise.all([written, ...daily.map((one) => one?.stop())]), WRITER_MS);
  await withDeadline(Promise.resolve(ingest?.close()), THREADS_MS);
  await withDeadline(forwarding.close(), FORWARDING_MS);
  await withDeadline(checkpoints.close(), CHECKPOINTS_MS);
  await withDeadline(anchoring.close(ANCHORS_MS), ANCHORS_MS);
  await withDeadline(Promise.resolve(deps.signing?.close()), THREADS_MS);
  await withDeadline(health.close(), HEALTH_MS);
  await withDeadline(deps.memory.close(), MEMORY_MS);
  await withDeadline(Promise.all([deps.database.close(), deps.reports.close()]), DATABASE_MS);
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
