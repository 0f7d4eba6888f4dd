// Prometheus metrics. Every label has a short closed list of values; none carries a tenant, a user or content.
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';

export interface AgentMetrics {
  readonly registry: Registry;
  /** Event records by outcome: `stored` or `duplicate`. */
  readonly records: Counter<'outcome'>;
  /** Metric points by outcome: `stored` or `duplicate`. */
  readonly points: Counter<'outcome'>;
  /** Ingest requests refused, by reason. */
  readonly rejected: Counter<'signal' | 'reason'>;
  readonly licenceRefused: Counter<'reason'>;
  /** Requests that were let in with an expired licence. */
  readonly licenceGrace: Counter;
  /** Events whose content was withheld because it could not be masked, by reason. */
  readonly withheld: Counter<'reason'>;
  readonly httpSeconds: Histogram<'route' | 'method' | 'status'>;
  readonly appendSeconds: Histogram<'outcome'>;
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function createMetrics(): AgentMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return { registry, ...counters([registry]), ...histograms([registry]) };
}

function counters(registers: Registry[]) {
  return {
    records: new Counter({
      name: 'governance_ingest_records_total',
      help: 'Event records acknowledged, stored or already there',
      labelNames: ['outcome'],
      registers,
    }),
    points: new Counter({
      name: 'governance_ingest_metric_points_total',
      help: 'Metric points acknowledged, stored or already there',
      labelNames: ['outcome'],
      registers,
    }),
    rejected: new Counter({
      name: 'governance_ingest_rejected_total',
      help: 'Ingest requests or records refused, by reason',
      labelNames: ['signal', 'reason'],
      registers,
    }),
    licenceRefused: new Counter({
      name: 'governance_licence_refused_total',
      help: 'Requests refused for their credential, by reason',
      labelNames: ['reason'],
      registers,
    }),
    licenceGrace: new Counter({
      name: 'governance_licence_grace_total',
      help: 'Requests let in on an expired licence within its days of grace',
      registers,
    }),
    withheld: new Counter({
      name: 'governance_content_withheld_total',
      help: 'Events stored without content because it could not be masked',
      labelNames: ['reason'],
      registers,
    }),
  } as const;
}

function histograms(registers: Registry[]) {
  return {
    httpSeconds: new Histogram({
      name: 'governance_http_request_seconds',
      help: 'Time from request to answer',
      labelNames: ['route', 'method', 'status'],
      buckets: SECONDS,
      registers,
    }),
    appendSeconds: new Histogram({
      name: 'governance_append_seconds',
      help: 'Time from masked events to durable commit',
      labelNames: ['outcome'],
      buckets: SECONDS,
      registers,
    }),
  } as const;
}
