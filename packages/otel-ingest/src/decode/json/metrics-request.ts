// ExportMetricsServiceRequest in OTLP/JSON.
import { countEnvelope, createBudget, type DecodeBudget, type DecodeLimits } from '../budget.ts';
import { decodedMetrics, type DecodedMetrics } from '../decoded-metrics.ts';
import type { ResourceMetrics, ScopeMetrics } from '../metrics-model.ts';
import { wrongSignal } from '../wrong-signal.ts';
import { attributesFromJson } from './attributes.ts';
import { field, listField, objectField, textField, type JsonFields } from './fields.ts';
import { metricFromJson } from './metric.ts';
import { parseBody } from './parse-body.ts';
import { scopeFromJson } from './scope.ts';

/** Throws IngestError `malformed`, `wrong_signal`, `too_many_records` or `too_complex`. */
export function decodeMetricsJson(bytes: Buffer, limits: DecodeLimits): DecodedMetrics {
  const budget = createBudget(limits);
  const request = parseBody(bytes, budget);
  const list = field(request, 'resourceMetrics', 'resource_metrics');
  if (list === undefined && holdsAnotherSignal(request)) throw wrongSignal('metrics');
  const resourceMetrics = listField(list, 'resourceMetrics').map((entry, index) =>
    readResourceMetrics(entry, budget, `resource_metrics[${index}]`),
  );
  return decodedMetrics(resourceMetrics, budget);
}

function holdsAnotherSignal(request: JsonFields): boolean {
  const others = ['resourceLogs', 'resource_logs', 'resourceSpans', 'resource_spans'];
  return others.some((name) => Object.hasOwn(request, name));
}

function readResourceMetrics(value: unknown, budget: DecodeBudget, path: string): ResourceMetrics {
  countEnvelope(budget);
  const entry = objectField(value, 'resourceMetrics[]');
  const scopes = listField(field(entry, 'scopeMetrics', 'scope_metrics'), 'scopeMetrics');
  return {
    resource: attributesFromJson(objectField(field(entry, 'resource'), 'resource'), budget),
    schemaUrl: textField(field(entry, 'schemaUrl', 'schema_url')),
    scopes: scopes.map((scope, at) => readScopeMetrics(scope, budget, `${path}.scope_metrics[${at}]`)),
  };
}

function readScopeMetrics(value: unknown, budget: DecodeBudget, path: string): ScopeMetrics {
  countEnvelope(budget);
  const entry = objectField(value, 'scopeMetrics[]');
  const metrics = listField(field(entry, 'metrics'), 'metrics');
  return {
    scope: scopeFromJson(entry, budget),
    schemaUrl: textField(field(entry, 'schemaUrl', 'schema_url')),
    metrics: metrics.map((metric, at) => {
      countEnvelope(budget);
      return metricFromJson(objectField(metric, 'metrics[]'), budget, `${path}.metrics[${at}]`);
    }),
  };
}
