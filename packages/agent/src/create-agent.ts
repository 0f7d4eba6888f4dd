// The composition root: which part gets which. Nothing is decided here, only connected.
import {
  createAuditWriter,
  createMetricWriter,
  createProver,
  type Clock,
  type Database,
  type SignerSource,
  type SigningThread,
} from '@governance-agent/audit-core';
import {
  createAbsentIngestRouter,
  TELEMETRY_STRUCTURAL_FIELDS,
  type OtelIngest,
} from '@governance-agent/otel-ingest';
import type { Policy } from '@governance-agent/policy-engine';
import type { Express } from 'express';
import type { IssuerSource } from './access/issuer-source.ts';
import { createAccessDesk, type AccessDesk } from './access-desk.ts';
import { createAgentAnchoring } from './anchors/create-anchoring.ts';
import { createOpenApiRoute } from './api/openapi-route.ts';
import { createApiRouter } from './api/router.ts';
import { createApp } from './app.ts';
import type { Settings } from './config/settings.ts';
import { createCheckpointKeeper, IDLE_MS } from './evidence/checkpoint-keeper.ts';
import { createGrpcEndpoint } from './grpc-endpoint.ts';
import { createHealthRecorder, type HealthRecorder } from './health/health-recorder.ts';
import { addToHealth } from './health/health-store.ts';
import { createSenderNames } from './health/sender.ts';
import { createForwarding } from './forwarding/forwarding.ts';
import { createErrorHandler } from './http/error-handler.ts';
import { createOperationsRouter } from './http/operations-router.ts';
import { createRequestTimer } from './http/request-timer.ts';
import { createHttpServer, listen } from './http/server.ts';
import { createStrayCounter } from './http/stray-telemetry.ts';
import { createLiveFeed, type LiveFeed } from './live/live-feed.ts';
import type { Logger } from './logging.ts';
import { createIngestPlugin } from './ingest-plugin.ts';
import { readPublicKeys } from './keys/key-history.ts';
import { createMasking, type Masking } from './masking.ts';
import { authorityIn, createOidcLogin } from './oidc/create-oidc-login.ts';
import { createMetrics, type AgentMetrics } from './metrics.ts';
import { createNoticedMetricWriter, createNoticedWriter } from './noticed-writer.ts';
import { createPartitionKeeper } from './partition-keeper.ts';
import { createPortal } from './portal/create-portal.ts';
import { createReload, type ReadSettings } from './reload.ts';
import { createReports, type Reports } from './replica/create-reports.ts';
import { createRetention } from './retention.ts';
import { runRetention } from './run-retention.ts';
import { createReadiness, type Readiness } from './readiness.ts';
import type { SignerState } from './signer-state.ts';
import { stopAgent } from './stop-agent.ts';
import { agentSchemaState } from './store.ts';
import { createStoreTrouble } from './store-trouble.ts';

export interface AgentDeps {
  readonly settings: Settings;
  /** Handed over: the agent closes it. */
  readonly database: Database;
  readonly signers: SignerSource;
  /** The thread of those signers, if they have one; handed over. */
  readonly signing?: Pick<SigningThread, 'close'> | undefined;
  /** Handed over: the agent closes it. */
  readonly memory: SignerState;
  readonly issuers: IssuerSource;
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
  /** Takes over keys and licence issuers as they are now; a bad file changes nothing and is logged. */
  reload(read: ReadSettings): Promise<void>;
  /** Finishes what is under way within 8 s, cuts the rest, closes the store. Safe to call twice. */
  close(): Promise<void>;
}

export function createAgent(deps: AgentDeps): Agent {
  const { settings, database, clock } = deps;
  const metrics = createMetrics();
  const { writer, metricWriter, checkpoints, anchoring, forwarding } = createChains({ ...deps, metrics });
  const masking = createAgentMasking(deps, metrics);
  const health = createAgentHealth(deps, masking, metrics);
  const access = createAccessDesk({ database, writer, clock, authority: authorityIn(settings) });
  const trouble = createStoreTrouble({ clock });
  const ingest = settings.otelIngestEnabled
    ? createIngestPlugin({ ...deps, writer, metricWriter, masking, metrics, health, access, trouble })
    : undefined;
  const reports = createReports({ ...deps, metrics });
  let stopped: Promise<void> | undefined;
  const checks = { problem: masking.problem, trouble: () => trouble.newest(), reports: reports.state };
  const readiness = createReadiness({
    ...checks,
    schema: () => agentSchemaState(database),
    isDraining: () => stopped !== undefined,
  });
  const live = createLiveFeed({ database, shown: reports.reader.shown });
  const parts = { readiness, ingest, access, health, live, masking, reports };
  const app = createAgentApp({ ...deps, metrics, ...parts });
  const server = createHttpServer(app);
  const grpc = createGrpcEndpoint({ ...deps, ingest });
  const followers = { checkpoints, anchoring, forwarding, daily: createAgentDaily(deps) };
  const ending = { server, live, grpc, ingest, writers: [writer, metricWriter], health, reports };
  return {
    async listen(port = settings.port) {
      await forwarding.start();
      await reports.start();
      const url = await listen(server, settings.host, port);
      await grpc.listen();
      for (const one of followers.daily) one?.start();
      return url;
    },
    grpcPort: () => grpc.port(),
    reload: createReload(deps),
    close: () => (stopped ??= stopAgent({ ...deps, ...ending, ...followers })),
  };
}

interface ChainsDeps extends AgentDeps {
  readonly metrics: AgentMetrics;
}

/** The writers, and those who follow what they write. */
function createChains(deps: ChainsDeps) {
  const signing = { ...deps, signer: deps.signers };
  const checkpoints = createCheckpointKeeper({ ...signing, idleMs: IDLE_MS });
  const anchoring = createAgentAnchoring(signing);
  const forwarding = createForwarding({ ...deps, destinations: deps.settings.forwardTo });
  const writer = createNoticedWriter(createAuditWriter(signing), (tenant, size) => {
    checkpoints.grew(tenant);
    anchoring.grew(tenant, size);
    forwarding.grew('logs');
  });
  const metricWriter = createNoticedMetricWriter(createMetricWriter(deps), () => forwarding.grew('metrics'));
  return { writer, metricWriter, checkpoints, anchoring, forwarding };
}

function createAgentDaily(deps: AgentDeps) {
  return [createAgentRetention(deps), createAgentPartitions(deps)];
}

function createAgentRetention({ settings, database, signers, memory, clock, logger }: AgentDeps) {
  const { retentionDays: days } = settings;
  if (days === undefined) return undefined;
  const act = { database, signer: signers, memory, clock, actor: 'agent' };
  return createRetention({ run: (signal) => runRetention({ ...act, days, signal }), logger });
}

function createAgentPartitions({ settings, database, signers, memory, clock, logger }: AgentDeps) {
  if (database.dialect !== 'postgres') return undefined;
  const act = { database, signer: signers, memory, clock, actor: 'agent' };
  return createPartitionKeeper({ ...act, logger, days: settings.partitionRetentionDays });
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

interface AppDeps extends AgentDeps {
  readonly metrics: AgentMetrics;
  readonly readiness: () => Promise<Readiness>;
  readonly ingest: OtelIngest | undefined;
  readonly access: AccessDesk;
  readonly health: HealthRecorder;
  readonly live: LiveFeed;
  readonly masking: Masking;
  readonly reports: Reports;
}

function createAgentApp(deps: AppDeps): Express {
  const { database, clock, metrics, readiness, logger, signers, memory, access, live } = deps;
  const absent = { pathPrefix: deps.settings.ingestPathPrefix };
  return createApp({
    trustProxy: deps.settings.trustProxy,
    requestTimer: createRequestTimer(metrics),
    operations: createOperationsRouter({ readiness, registry: metrics.registry }),
    ingest: deps.ingest?.router ?? createAbsentIngestRouter(absent),
    openApi: createOpenApiRoute(),
    api: createApiRouter({
      database,
      access,
      // Looked up anew for each verification: keys are rotated beside a running agent.
      trustedKeys: () => readPublicKeys(deps.settings.dataDir),
      signer: signers,
      memory,
      issuers: deps.issuers,
      settings: deps.settings,
      maskReason: deps.masking.text,
      prover: createProver({ database }),
      live,
      reports: deps.reports.reader,
      oidc: createOidcLogin({ ...deps, sessions: access.sessions }),
      clock,
    }),
    portal: createPortal(deps),
    strays: createStrayCounter((userAgent) => deps.health.recordStray(userAgent)),
    errorHandler: createErrorHandler(logger),
  });
}
