// Prometheus metrics. Every label has a short closed list of values; none carries a tenant, a user or content.
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export interface AgentMetrics {
  readonly registry: Registry;
  /** Event records by outcome: `stored` or `duplicate`. */
  readonly records: Counter<'outcome'>;
  /** Ingest requests by signal, protocol and outcome: `accepted` or `rejected`. */
  readonly requests: Counter<'signal' | 'protocol' | 'outcome'>;
  /** Events of accepted batches by plane, those that were there already included. */
  readonly planeEvents: Counter<'plane'>;
  readonly healthFailures: Counter;
  /** Metric points by outcome: `stored` or `duplicate`. */
  readonly points: Counter<'outcome'>;
  /** Ingest requests refused, by reason. */
  readonly rejected: Counter<'signal' | 'reason'>;
  readonly licenceRefused: Counter<'reason'>;
  /** Requests that were let in with an expired licence. */
  readonly licenceGrace: Counter;
  /** Events whose content was withheld because it could not be masked, by reason. */
  readonly withheld: Counter<'reason'>;
  /** Checkpoints handed to another trust domain: `delivered`, `failed` (and tried again) or `dropped`. */
  readonly anchors: Counter<'kind' | 'outcome'>;
  /** Rows under the newest anchor of each chain, summed. */
  readonly anchoredRows: Gauge<'kind'>;
  /** Rows and metric points sent on, by destination and signal: `delivered`, `rejected` by it, `skipped` here as nothing it would ever take. */
  readonly forwarded: Counter<'destination' | 'signal' | 'outcome'>;
  /** Attempts that failed and are repeated, by destination, signal and reason. */
  readonly forwardFailures: Counter<'destination' | 'signal' | 'reason'>;
  /** What waits, by destination and signal; 0 at an agent that does not serve it. */
  readonly forwardLag: Gauge<'destination' | 'signal'>;
  /** Reports by where they were read; counted where a replica is set. */
  readonly reportReads: Counter<'from'>;
  readonly httpSeconds: Histogram<'route' | 'method' | 'status'>;
  readonly appendSeconds: Histogram<'outcome'>;
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function createMetrics(): AgentMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    ...counters(registers),
    ...ingestCounters(registers),
    ...anchorMetrics(registers),
    ...forwardMetrics(registers),
    ...reportMetrics(registers),
    ...histograms(registers),
  };
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

function anchorMetrics(registers: Registry[]) {
  return {
    anchors: new Counter({
      name: 'governance_anchor_deliveries_total',
      help: 'Checkpoints handed to another trust domain, by kind of place and outcome',
      labelNames: ['kind', 'outcome'],
      registers,
    }),
    anchoredRows: new Gauge({
      name: 'governance_anchored_rows',
      help: 'Rows under the newest delivered anchor of each chain since the start, summed over chains',
      labelNames: ['kind'],
      registers,
    }),
  } as const;
}

/** The names of destinations are an operator's own and few. */
function forwardMetrics(registers: Registry[]) {
  return {
    forwarded: new Counter({
      name: 'governance_forward_rows_total',
      help: 'Rows (signal logs) and metric points sent on, by destination and outcome',
      labelNames: ['destination', 'signal', 'outcome'],
      registers,
    }),
    forwardFailures: new Counter({
      name: 'governance_forward_failures_total',
      help: 'Attempts to send on that failed and are repeated',
      labelNames: ['destination', 'signal', 'reason'],
      registers,
    }),
    forwardLag: new Gauge({
      name: 'governance_forward_lag_rows',
      help: 'Rows (signal logs) and metric points that wait to be sent on',
      labelNames: ['destination', 'signal'],
      registers,
    }),
  } as const;
}

function ingestCounters(registers: Registry[]) {
  return {
    requests: new Counter({
      name: 'governance_ingest_requests_total',
      help: 'Ingest requests by signal, protocol and outcome',
      labelNames: ['signal', 'protocol', 'outcome'],
      registers,
    }),
    planeEvents: new Counter({
      name: 'governance_ingest_events_total',
      help: 'Events of accepted batches by plane, repeated ones included',
      labelNames: ['plane'],
      registers,
    }),
    healthFailures: new Counter({
      name: 'governance_ingest_health_write_failures_total',
      help: 'Times that ingest health could not be written and was kept for later',
      registers,
    }),
  } as const;
}

function reportMetrics(registers: Registry[]) {
  return {
    reportReads: new Counter({
      name: 'governance_report_reads_total',
      help: 'Reads of reports by database, replica or primary, where a replica is set',
      labelNames: ['from'],
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
