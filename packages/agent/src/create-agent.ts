// The composition root: which part gets which. Nothing is decided here, only connected.
import {
  createAuditWriter,
  createMetricWriter,
  createSigner,
  type Clock,
  type Database,
  type Signer,
  type SigningKey,
} from '@governance-agent/audit-core';
import { TELEMETRY_STRUCTURAL_FIELDS, type OtelIngest } from '@governance-agent/otel-ingest';
import type { Policy } from '@governance-agent/policy-engine';
import type { Express } from 'express';
import type { TrustedIssuers } from './access/issuer-key.ts';
import { createTokenDesk } from './access/token-desk.ts';
import { createTokenStore } from './access/token-store.ts';
import { createApiRouter } from './api/router.ts';
import { createApp } from './app.ts';
import type { Settings } from './config/settings.ts';
import { createErrorHandler } from './http/error-handler.ts';
import { createOperationsRouter } from './http/operations-router.ts';
import { createRequestTimer } from './http/request-timer.ts';
import { createHttpServer, listen } from './http/server.ts';
import type { Logger } from './logging.ts';
import { createIngestPlugin } from './ingest-plugin.ts';
import { createMasking, type Masking } from './masking.ts';
import { createMetrics, type AgentMetrics } from './metrics.ts';
import { createReadiness, type Readiness } from './readiness.ts';
import { stopAgent } from './stop-agent.ts';
import { agentSchemaState } from './store.ts';

export interface AgentDeps {
  readonly settings: Settings;
  /** Handed over: the agent closes it. */
  readonly database: Database;
  readonly signingKey: SigningKey;
  readonly issuers: TrustedIssuers;
  readonly policy: Policy;
  readonly logger: Logger;
  readonly clock: Clock;
}

export interface Agent {
  /** Accepts connections on the port, by default that of the settings; resolves to the base URL. Throws AgentError `port_unavailable`. */
  listen(port?: number): Promise<string>;
  /** Finishes what is under way within 8 s, cuts the rest, closes the store. Safe to call twice. */
  close(): Promise<void>;
}

export function createAgent(deps: AgentDeps): Agent {
  const { settings, database, clock } = deps;
  const metrics = createMetrics();
  const writer = createAuditWriter({ database, clock, signer: signerOf(deps) });
  const metricWriter = createMetricWriter({ database, clock });
  const masking = createAgentMasking(deps, metrics);
  const masker = masking.events;
  const metricPorts = { sink: metricWriter, masker: masking.metrics };
  const ingest = settings.otelIngestEnabled
    ? createIngestPlugin({ ...deps, writer, masker, metricPorts, metrics })
    : undefined;
  let stopped: Promise<void> | undefined;
  const readiness = createReadiness({
    schema: () => agentSchemaState(database),
    isDraining: () => stopped !== undefined,
    problem: masking.problem,
  });
  const server = createHttpServer(createAgentApp({ ...deps, metrics, readiness, ingest }));
  return {
    listen: (port = settings.port) => listen(server, settings.host, port),
    close: () => (stopped ??= stopAgent({ ...deps, server, ingest, writers: [writer, metricWriter] })),
  };
}

function signerOf({ signingKey, logger }: AgentDeps): Signer {
  const onMismatch = (): void =>
    logger.error('the native signer differs from the reference; the slower reference signs');
  return createSigner({ key: signingKey, onMismatch });
}

function createAgentMasking({ settings, policy, logger }: AgentDeps, { withheld }: AgentMetrics): Masking {
  const masking = createMasking({
    detection: settings.piiDetection,
    policy,
    structural: TELEMETRY_STRUCTURAL_FIELDS,
    withheld: (reason) => withheld.inc({ reason }),
  });
  if (masking.problem !== undefined) logger.error(masking.problem);
  return masking;
}

interface AppDeps extends AgentDeps {
  readonly metrics: AgentMetrics;
  readonly readiness: () => Promise<Readiness>;
  readonly ingest: OtelIngest | undefined;
}

function createAgentApp(deps: AppDeps): Express {
  const { database, signingKey, clock, metrics, readiness, logger } = deps;
  const tokens = createTokenDesk({ store: createTokenStore(database.knex), clock });
  return createApp({
    requestTimer: createRequestTimer(metrics),
    operations: createOperationsRouter({ readiness, registry: metrics.registry }),
    ingest: deps.ingest?.router,
    api: createApiRouter({ database, tokens, trustedKeys: [signingKey.publicKey], clock }),
    errorHandler: createErrorHandler(logger),
  });
}
