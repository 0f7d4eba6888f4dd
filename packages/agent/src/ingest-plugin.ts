// Connects the OTLP plugin: who may send (licences, tokens), what is done with text (masker), where rows go (writer).
import type { AuditWriter, Clock, MetricWriter } from '@governance-agent/audit-core';
import {
  createOtelIngestRouter,
  type FinishedRequest,
  type IngestObserver,
  type OtelIngest,
} from '@governance-agent/otel-ingest';
import type { Policy } from '@governance-agent/policy-engine';
import { createGraceNotice } from './access/grace-notice.ts';
import { createIngestAuthenticator } from './access/ingest-authenticator.ts';
import type { AccessDesk } from './access-desk.ts';
import type { IssuerSource } from './access/issuer-source.ts';
import { createLicenceDesk } from './access/licence-desk.ts';
import { createRevocationList, revocationListPath } from './access/revocation-list.ts';
import { verifyLicence } from './access/verify-licence.ts';
import type { Settings } from './config/settings.ts';
import { createFailureNotice } from './failure-notice.ts';
import type { HealthRecorder } from './health/health-recorder.ts';
import type { Logger } from './logging.ts';
import type { Masking } from './masking.ts';
import { createThreadedIngest } from './ingest-threads/threaded-ingest.ts';
import { createMeasuredSink, type MeasuredSink } from './measured-sink.ts';
import type { AgentMetrics } from './metrics.ts';
import type { StoreTrouble } from './store-trouble.ts';

export interface IngestPluginDeps {
  readonly settings: Settings;
  readonly policy: Policy;
  readonly issuers: IssuerSource;
  readonly access: Pick<AccessDesk, 'ingestTokens' | 'datasets'>;
  readonly writer: AuditWriter;
  readonly masking: Pick<Masking, 'events' | 'metrics'>;
  readonly metricWriter: MetricWriter;
  readonly logger: Logger;
  readonly metrics: AgentMetrics;
  readonly health: Pick<HealthRecorder, 'record'>;
  readonly trouble: Pick<StoreTrouble, 'failed' | 'stored'>;
  readonly clock: Clock;
}

export interface IngestPlugin extends OtelIngest {
  /** Ends the threads: after the last answer. */
  close(): Promise<void>;
}

export function createIngestPlugin(deps: IngestPluginDeps): IngestPlugin {
  const { settings, metrics, clock, masking, access } = deps;
  const desk = createDesk(deps);
  const refused = (reason: string): void => metrics.licenceRefused.inc({ reason });
  const authenticator = createIngestAuthenticator({ desk, tokens: access.ingestTokens, refused });
  const sink = createMeasuredSink(deps.writer, metrics);
  const observer = createObserver(deps);
  const limits = { ...settings.ingest, pathPrefix: settings.ingestPathPrefix };
  const { datasets } = access;
  const metricPorts = { sink: deps.metricWriter, masker: masking.metrics };
  const threaded = createThreads(deps, sink);
  const ports = {
    authenticator,
    datasets,
    sink,
    masker: masking.events,
    metrics: metricPorts,
    clock,
    observer,
    ...threaded?.ports,
  };
  return { ...createOtelIngestRouter(ports, limits), close: async () => threaded?.close() };
}

function createThreads({ settings, policy, metrics, metricWriter }: IngestPluginDeps, logs: MeasuredSink) {
  if (settings.ingestThreads === 0) return undefined;
  return createThreadedIngest({
    setup: { limits: settings.ingest, detection: settings.piiDetection, policy },
    threads: settings.ingestThreads,
    logs,
    metrics: metricWriter,
    withheld: (reason, count) => metrics.withheld.inc({ reason }, count),
  });
}

function createDesk({ settings, issuers, logger, metrics, clock }: IngestPluginDeps) {
  return createLicenceDesk({
    issuers: () => issuers.current(),
    verify: verifyLicence,
    revocations: createRevocationList(revocationListPath(settings.dataDir)),
    clock,
    onGrace: createGraceNotice({ logger, clock, count: () => metrics.licenceGrace.inc() }),
  });
}

function createObserver({ metrics, health, trouble, logger, clock }: IngestPluginDeps): IngestObserver {
  const { records, points, rejected } = metrics;
  const notice = createFailureNotice({ logger, clock });
  return {
    failed: (signal, error) => {
      notice(signal, error);
      trouble.failed(error);
    },
    accepted: (signal, { appended, duplicates }) => {
      // Without a new row nothing was written: a full disk takes what it has already.
      if (appended > 0) trouble.stored();
      const counter = signal === 'metrics' ? points : records;
      counter.inc({ outcome: 'stored' }, appended);
      counter.inc({ outcome: 'duplicate' }, duplicates);
    },
    rejected: (signal, reason) => rejected.inc({ signal, reason }),
    finished: (request) => {
      countRequest(metrics, request);
      health.record(request);
    },
  };
}

function countRequest({ requests, planeEvents }: AgentMetrics, request: FinishedRequest): void {
  const { signal, protocol, outcome } = request;
  requests.inc({ signal, protocol, outcome: outcome.accepted ? 'accepted' : 'rejected' });
  // Points have a counter of their own.
  const planes = outcome.accepted && signal === 'logs' ? outcome.batch?.planes : undefined;
  for (const [plane, events] of Object.entries(planes ?? {})) planeEvents.inc({ plane }, events);
}
