// ExportMetricsServiceRequest (opentelemetry/proto/collector/metrics/v1/metrics_service.proto) in one pass.
import { countEnvelope, createBudget, type DecodeBudget, type DecodeLimits } from '../budget.ts';
import { decodedMetrics, type DecodedMetrics } from '../decoded-metrics.ts';
import type { Metric, ResourceMetrics, ScopeMetrics } from '../metrics-model.ts';
import { EMPTY_RESOURCE, EMPTY_SCOPE } from '../model.ts';
import { guarded, joined, readResource, readScope } from './envelope.ts';
import { readMetric } from './metric.ts';
import { createWireReader, enter, leave, readText, skipField, type WireReader } from './wire.ts';

/** Field 1 with a length, at every level: resource_metrics, resource, scope. */
const FIRST = 0x0a;
const SECOND = 0x12;
const SCHEMA_URL = 0x1a;

/** Throws IngestError `malformed`, `wrong_signal`, `too_many_records` or `too_complex`. */
export function decodeMetricsProtobuf(bytes: Buffer, limits: DecodeLimits): DecodedMetrics {
  const budget = createBudget(limits);
  const reader = createWireReader(bytes);
  return decodedMetrics(
    guarded(() => readRequest(reader, budget)),
    budget,
  );
}

function readRequest(reader: WireReader, budget: DecodeBudget): ResourceMetrics[] {
  const list: ResourceMetrics[] = [];
  while (reader.pos < reader.len) {
    const tag = reader.tag();
    if (tag === FIRST) list.push(readResourceMetrics(reader, budget, `resource_metrics[${list.length}]`));
    else skipField(reader, tag);
  }
  return list;
}

function readResourceMetrics(reader: WireReader, budget: DecodeBudget, path: string): ResourceMetrics {
  countEnvelope(budget);
  const outer = enter(reader);
  let resource = EMPTY_RESOURCE;
  let schemaUrl = '';
  const scopes: ScopeMetrics[] = [];
  while (reader.pos < reader.len) {
    const tag = reader.tag();
    if (tag === FIRST) resource = joined(resource, readResource(reader, budget));
    else if (tag === SECOND)
      scopes.push(readScopeMetrics(reader, budget, `${path}.scope_metrics[${scopes.length}]`));
    else if (tag === SCHEMA_URL) schemaUrl = readText(reader);
    else skipField(reader, tag);
  }
  leave(reader, outer);
  return { resource, schemaUrl, scopes };
}

function readScopeMetrics(reader: WireReader, budget: DecodeBudget, path: string): ScopeMetrics {
  countEnvelope(budget);
  const outer = enter(reader);
  let scope = EMPTY_SCOPE;
  let schemaUrl = '';
  const metrics: Metric[] = [];
  while (reader.pos < reader.len) {
    const tag = reader.tag();
    if (tag === FIRST) scope = readScope(reader, budget, scope);
    else if (tag === SECOND) metrics.push(readWhole(reader, budget, `${path}.metrics[${metrics.length}]`));
    else if (tag === SCHEMA_URL) schemaUrl = readText(reader);
    else skipField(reader, tag);
  }
  leave(reader, outer);
  return { scope, schemaUrl, metrics };
}

function readWhole(reader: WireReader, budget: DecodeBudget, path: string): Metric {
  countEnvelope(budget);
  const outer = enter(reader);
  const metric = readMetric(reader, budget, path);
  leave(reader, outer);
  return metric;
}
