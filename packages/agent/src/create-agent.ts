// The composition root: which part gets which. Nothing is decided here, only connected.
import {
  createAuditWriter,
  createMetricWriter,
  createProver,
  createSigner,
  type Clock,
  type Database,
  type Signer,
  type SigningKey,
} from '@governance-agent/audit-core';
import {
  createAbsentIngestRouter,
  TELEMETRY_STRUCTURAL_FIELDS,
  type OtelIngest,
} from '@governance-agent/otel-ingest';
import type { Policy } from '@governance-agent/policy-engine';
import type { Express, Router } from 'express';
import type { TrustedIssuers } from './access/issuer-key.ts';
import { createAccessDesk, type AccessDesk } from './access-desk.ts';
import { createAgentAnchoring } from './anchors/create-anchoring.ts';
import { createApiRouter } from './api/router.ts';
import { createApp } from './app.ts';
import type { Settings } from './config/settings.ts';
import { createCheckpointKeeper, IDLE_MS } from './evidence/checkpoint-keeper.ts';
import { createGrpcEndpoint } from './grpc-endpoint.ts';
import { createHealthRecorder, type HealthRecorder } from './health/health-recorder.ts';
import { addToHealth } from './health/health-store.ts';
import { createSenderNames } from './health/sender.ts';
import { createErrorHandler } from './http/error-handler.ts';
import { createOperationsRouter } from './http/operations-router.ts';
import { createRequestTimer } from './http/request-timer.ts';
import { createHttpServer, listen } from './http/server.ts';
import { createStrayCounter } from './http/stray-telemetry.ts';
import type { Logger } from './logging.ts';
import { createIngestPlugin } from './ingest-plugin.ts';
import { createMasking, type Masking } from './masking.ts';
import { createMetrics, type AgentMetrics } from './metrics.ts';
import { createNoticedWriter } from './noticed-writer.ts';
import { findPortalFiles } from './portal/portal-files.ts';
import { createPortalRouter } from './portal/portal-router.ts';
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
  /**
   * Accepts connections on the port, by default that of the settings; resolves to the base URL of HTTP. OTLP/gRPC listens
   * on a port of its own. Throws AgentError `port_unavailable`.
   */
  listen(port?: number): Promise<string>;
  /** Where OTLP/gRPC is taken; undefined where it is not, and before `listen`. */
  grpcPort(): number | undefined;
  /** Finishes what is under way within 8 s, cuts the rest, closes the store. Safe to call twice. */
  close(): Promise<void>;
}

export function createAgent(deps: AgentDeps): Agent {
  const { settings, database, clock } = deps;
  const metrics = createMetrics();
  const signer = signerOf(deps);
  const { writer, checkpoints, anchoring } = createChains({ ...deps, metrics, signer });
  const metricWriter = createMetricWriter({ database, clock });
  const masking = createAgentMasking(deps, metrics);
  const health = createAgentHealth(deps, masking, metrics);
  const access = createAccessDesk({ database, writer, clock });
  const ingest = settings.otelIngestEnabled
    ? createIngestPlugin({ ...deps, writer, metricWriter, masking, metrics, health, access })
    : undefined;
  let stopped: Promise<void> | undefined;
  const readiness = createReadiness({
    schema: () => agentSchemaState(database),
    isDraining: () => stopped !== undefined,
    problem: masking.problem,
  });
  const server = createHttpServer(
    createAgentApp({ ...deps, metrics, signer, readiness, ingest, access, health }),
  );
  const grpc = createGrpcEndpoint({ ...deps, ingest });
  const writers = [writer, metricWriter];
  const parts = { server, grpc, ingest, writers, health, checkpoints, anchoring };
  return {
    async listen(port = settings.port) {
      const url = await listen(server, settings.host, port);
      await grpc.listen();
      return url;
    },
    grpcPort: () => grpc.port(),
    close: () => (stopped ??= stopAgent({ ...deps, ...parts })),
  };
}

interface ChainsDeps extends AgentDeps {
  readonly metrics: AgentMetrics;
  readonly signer: Signer;
}

/** The writer, and those who follow the chains that it lengthens. */
function createChains(deps: ChainsDeps) {
  const checkpoints = createCheckpointKeeper({ ...deps, idleMs: IDLE_MS });
  const anchoring = createAgentAnchoring(deps);
  const writer = createNoticedWriter(createAuditWriter(deps), (tenant, size) => {
    checkpoints.grew(tenant);
    anchoring.grew(tenant, size);
  });
  return { writer, checkpoints, anchoring };
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

function createAgentHealth(
  { database, clock }: AgentDeps,
  masking: Masking,
  { healthFailures }: AgentMetrics,
): HealthRecorder {
  return createHealthRecorder({
    write: (tallies, now) => addToHealth(database.knex, tallies, now),
    names: createSenderNames(masking.text),
    clock,
    onFailure: () => healthFailures.inc(),
  });
}

function createPortal({ settings, logger }: AgentDeps): Router | undefined {
  if (!settings.portalEnabled) return undefined;
  const files = findPortalFiles();
  if (files === undefined) logger.warn('the portal is not built; build it with: pnpm build:portal');
  return files === undefined ? undefined : createPortalRouter(files);
}

interface AppDeps extends AgentDeps {
  readonly metrics: AgentMetrics;
  readonly signer: Signer;
  readonly readiness: () => Promise<Readiness>;
  readonly ingest: OtelIngest | undefined;
  readonly access: AccessDesk;
  readonly health: HealthRecorder;
}

function createAgentApp(deps: AppDeps): Express {
  const { database, signingKey, signer, clock, metrics, readiness, logger, access } = deps;
  const absent = { pathPrefix: deps.settings.ingestPathPrefix };
  const prover = createProver({ database });
  const trustedKeys = [signingKey.publicKey];
  return createApp({
    requestTimer: createRequestTimer(metrics),
    operations: createOperationsRouter({ readiness, registry: metrics.registry }),
    ingest: deps.ingest?.router ?? createAbsentIngestRouter(absent),
    api: createApiRouter({ database, access, trustedKeys, signer, prover, clock }),
    portal: createPortal(deps),
    strays: createStrayCounter((userAgent) => deps.health.recordStray(userAgent)),
    errorHandler: createErrorHandler(logger),
  });
}
