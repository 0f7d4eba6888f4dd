// Requests that are whole and valid, and requests with nothing in them.
import { accepted, isExportResponse, nothingOrWarning, sameType, status } from '../judge/checks.ts';
import { sends } from '../judge/judge.ts';
import { oneLog } from '../messages/logs.ts';
import { oneGauge } from '../messages/metrics.ts';
import { message, plainLog, raw } from '../messages/plans.ts';
import { oneSpan } from '../messages/traces.ts';
import type { CaseGroup, Facts } from '../model.ts';
import type { Codec, Signal } from '../signal.ts';
import { OTLP_PARTIAL, OTLP_RESPONSE, OTLP_SUCCESS } from '../sources.ts';
import { rule } from './rule.ts';

const REQUESTS: Readonly<Record<Signal, (facts: Facts) => object>> = {
  logs: (facts) => oneLog(facts),
  metrics: (facts) => oneGauge(facts),
  traces: (facts) => oneSpan(facts),
};
const one = (signal: Signal, codec: Codec) => message(signal, codec, REQUESTS[signal]);
const stored = (signal: Signal, codec: Codec) => sends(one(signal, codec), accepted, isExportResponse);

export const SUCCESS: CaseGroup = {
  name: 'Full success',
  cases: [
    rule(
      101,
      'MUST',
      OTLP_SUCCESS,
      'Logs in protobuf: 200 and an export response',
      stored('logs', 'protobuf'),
    ),
    rule(102, 'MUST', OTLP_SUCCESS, 'Logs in JSON: 200 and an export response', stored('logs', 'json')),
    rule(
      103,
      'MUST',
      OTLP_SUCCESS,
      'Metrics in protobuf: 200 and an export response',
      stored('metrics', 'protobuf'),
      'metrics',
    ),
    rule(
      104,
      'MUST',
      OTLP_SUCCESS,
      'Metrics in JSON: 200 and an export response',
      stored('metrics', 'json'),
      'metrics',
    ),
    rule(
      105,
      'MUST',
      OTLP_SUCCESS,
      'Traces in protobuf: 200 and an export response',
      stored('traces', 'protobuf'),
      'traces',
    ),
    rule(
      106,
      'MUST',
      OTLP_SUCCESS,
      'Traces in JSON: 200 and an export response',
      stored('traces', 'json'),
      'traces',
    ),
    rule(
      107,
      'MUST',
      OTLP_RESPONSE,
      'A success in protobuf is application/x-protobuf',
      sends(plainLog('protobuf'), sameType),
    ),
    rule(
      108,
      'MUST',
      OTLP_RESPONSE,
      'A success in JSON is application/json',
      sends(plainLog('json'), sameType),
    ),
    // An empty partial_success equals none (logs_service.proto), so leaving it in costs nobody anything.
    rule(
      109,
      'SHOULD',
      OTLP_PARTIAL,
      'Protobuf: partial_success is unset, or a warning with a message',
      sends(plainLog('protobuf'), nothingOrWarning),
    ),
    rule(
      110,
      'SHOULD',
      OTLP_PARTIAL,
      'JSON: partialSuccess is unset, or a warning with a message',
      sends(plainLog('json'), nothingOrWarning),
    ),
  ],
};

const empty = (number: number, title: string, signal: Signal, codec: Codec, body: Buffer | string) =>
  rule(number, 'SHOULD', OTLP_SUCCESS, title, sends(raw(signal, codec, body), status(200)), signal);

export const EMPTY: CaseGroup = {
  name: 'Empty requests',
  cases: [
    empty(121, 'Logs, protobuf of 0 bytes: 200', 'logs', 'protobuf', ''),
    empty(122, 'Metrics, protobuf of 0 bytes: 200', 'metrics', 'protobuf', ''),
    empty(123, 'Traces, protobuf of 0 bytes: 200', 'traces', 'protobuf', ''),
    empty(124, 'Logs, JSON {}: 200', 'logs', 'json', '{}'),
    empty(125, 'Logs, JSON with an empty resourceLogs: 200', 'logs', 'json', '{"resourceLogs":[]}'),
    empty(126, 'Metrics, JSON {}: 200', 'metrics', 'json', '{}'),
    empty(127, 'Traces, JSON {}: 200', 'traces', 'json', '{}'),
    empty(
      128,
      'Logs, protobuf with envelopes and no record: 200',
      'logs',
      'protobuf',
      Buffer.from([0x0a, 2, 0x12, 0]),
    ),
  ],
};
