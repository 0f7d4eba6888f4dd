// The composition root: which part gets which. Nothing is decided here, only connected.
import {
  createAuditWriter,
  createSigner,
  type AuditWriter,
  type Clock,
  type Database,
  type SigningKey,
} from '@governance-agent/audit-core';
import type { Express } from 'express';
import type { TrustedIssuers } from './access/issuer-key.ts';
import { createTokenDesk } from './access/token-desk.ts';
import { createTokenStore } from './access/token-store.ts';
import { createApiRouter } from './api/router.ts';
import { createApp } from './app.ts';
import type { Settings } from './config/settings.ts';
import { drain } from './http/drain.ts';
import { createErrorHandler } from './http/error-handler.ts';
import { createOperationsRouter } from './http/operations-router.ts';
import { createRequestTimer } from './http/request-timer.ts';
import { createHttpServer, listen } from './http/server.ts';
import type { Logger } from './logging.ts';
import { createIngestPlugin } from './ingest-plugin.ts';
import { createMasking } from './masking.ts';
import { createMetrics, type AgentMetrics } from './metrics.ts';
import { createReadiness } from './readiness.ts';
import { agentSchemaState } from './store.ts';

export interface AgentDeps {
  readonly settings: Settings;
  /** Handed over: the agent closes it. */
  readonly database: Database;
  readonly signingKey: SigningKey;
  readonly issuers: TrustedIssuers;
  readonly logger: Logger;
  readonly clock: Clock;
}

export interface Agent {
  /** Accepts connections on the port, by default that of the settings; resolves to the base URL. Throws AgentError `port_unavailable`. */
  listen(port?: number): Promise<string>;
  /** Finishes what is under way within 8 s, cuts the rest, closes the store. Safe to call twice. */
  close(): Promise<void>;
}

const DRAIN_MS = 6000;
const CLOSE_MS = 2000;

export function createAgent(deps: AgentDeps): Agent {
  const { settings, database, logger, clock } = deps;
  const metrics = createMetrics();
  const signer = createSigner({
    key: deps.signingKey,
    onMismatch: () =>
      logger.error('the native signer differs from the reference; the slower reference signs'),
  });
  const writer = createAuditWriter({ database, signer, clock });
  let draining = false;
  const isDraining = (): boolean => draining;
  const server = createHttpServer(createAgentApp({ ...deps, metrics, writer, isDraining }));
  const stop = async (): Promise<void> => {
    draining = true;
    const finished = await drain(server, DRAIN_MS);
    if (!finished) logger.warn('answers that took too long were cut off');
    await withDeadline(writer.close(), CLOSE_MS);
    await withDeadline(database.close(), CLOSE_MS);
  };
  let stopped: Promise<void> | undefined;
  return {
    listen: (port = settings.port) => listen(server, settings.host, port),
    close: () => (stopped ??= stop()),
  };
}

interface AppDeps extends AgentDeps {
  readonly metrics: AgentMetrics;
  readonly writer: AuditWriter;
  readonly isDraining: () => boolean;
}

function createAgentApp(deps: AppDeps): Express {
  const { settings, database, signingKey, clock, metrics, isDraining, logger } = deps;
  const tokens = createTokenDesk({ store: createTokenStore(database.knex), clock });
  const withheld = (reason: string): void => metrics.withheld.inc({ reason });
  const masking = createMasking({ detection: settings.piiDetection, structural: () => false, withheld });
  if (masking.problem !== undefined) logger.error(masking.problem);
  const masker = masking.events;
  const schema = () => agentSchemaState(database);
  const readiness = createReadiness({ schema, isDraining, problem: masking.problem });
  return createApp({
    requestTimer: createRequestTimer(metrics),
    operations: createOperationsRouter({ readiness, registry: metrics.registry }),
    ingest: settings.otelIngestEnabled ? createIngestPlugin(masker) : undefined,
    api: createApiRouter({ database, tokens, trustedKeys: [signingKey.publicKey], clock }),
    errorHandler: createErrorHandler(logger),
  });
}

/** Resolves when the work is done or the time is up: a store that hangs must not keep the process alive. */
async function withDeadline(work: Promise<void>, milliseconds: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), milliseconds);
  await Promise.race([work, promise]);
  clearTimeout(timer);
}
