// Connects the OTLP plugin: who may send (licences), what is done with text (masker), where rows go (writer).
import type { AuditWriter, Clock, EventMasker } from '@governance-agent/audit-core';
import {
  createOtelIngestRouter,
  type IngestObserver,
  type MetricPorts,
  type OtelIngest,
} from '@governance-agent/otel-ingest';
import { createGraceNotice } from './access/grace-notice.ts';
import { createIngestAuthenticator } from './access/ingest-authenticator.ts';
import type { TrustedIssuers } from './access/issuer-key.ts';
import { createLicenceDesk } from './access/licence-desk.ts';
import { createRevocationList, revocationListPath } from './access/revocation-list.ts';
import { verifyLicence } from './access/verify-licence.ts';
import type { Settings } from './config/settings.ts';
import { createFailureNotice } from './failure-notice.ts';
import type { Logger } from './logging.ts';
import { createMeasuredSink } from './measured-sink.ts';
import type { AgentMetrics } from './metrics.ts';

export interface IngestPluginDeps {
  readonly settings: Settings;
  readonly issuers: TrustedIssuers;
  readonly writer: AuditWriter;
  readonly masker: EventMasker;
  /** Where metrics go, and what masks them. */
  readonly metricPorts: MetricPorts;
  readonly logger: Logger;
  readonly metrics: AgentMetrics;
  readonly clock: Clock;
}

export function createIngestPlugin(deps: IngestPluginDeps): OtelIngest {
  const { settings, metrics, clock, masker, metricPorts } = deps;
  const desk = createDesk(deps);
  const refused = (reason: string): void => metrics.licenceRefused.inc({ reason });
  const authenticator = createIngestAuthenticator({ desk, refused });
  const sink = createMeasuredSink(deps.writer, metrics);
  const observer = createObserver(deps);
  const limits = { ...settings.ingest, pathPrefix: settings.ingestPathPrefix };
  const ports = { authenticator, sink, masker, clock, observer, metrics: metricPorts };
  return createOtelIngestRouter(ports, limits);
}

function createDesk({ settings, issuers, logger, metrics, clock }: IngestPluginDeps) {
  return createLicenceDesk({
    verify: (key) => verifyLicence(issuers, key),
    revocations: createRevocationList(revocationListPath(settings.dataDir)),
    clock,
    onGrace: createGraceNotice({ logger, clock, count: () => metrics.licenceGrace.inc() }),
  });
}

function createObserver({ metrics, logger, clock }: IngestPluginDeps): IngestObserver {
  const { records, points, rejected } = metrics;
  return {
    failed: createFailureNotice({ logger, clock }),
    accepted: (signal, { appended, duplicates }) => {
      const counter = signal === 'metrics' ? points : records;
      counter.inc({ outcome: 'stored' }, appended);
      counter.inc({ outcome: 'duplicate' }, duplicates);
    },
    rejected: (signal, reason) => rejected.inc({ signal, reason }),
  };
}
