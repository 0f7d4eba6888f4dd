// Walks a metrics or traces request far enough to refuse garbage and to say how much arrived. Nothing of it is kept.
import { IngestError, malformed } from '../errors.ts';
import { countNode, createBudget, type DecodeBudget, type DecodeLimits } from './budget.ts';
import { field, isFields, listField, objectField, type JsonFields } from './json/fields.ts';
import { parseBody } from './json/parse-body.ts';
import type { CountedSignal } from '../ports.ts';
import type { Codec } from './model.ts';
import { createWireReader, enter, leave, skipField, type WireReader } from './protobuf/wire.ts';
import { wrongSignal } from './wrong-signal.ts';

/**
 * How many metrics or spans the request holds.
 * Throws IngestError `malformed`, `wrong_signal` (logs are told apart in both codecs) or `too_complex`.
 */
export function countRecords(
  signal: CountedSignal,
  codec: Codec,
  bytes: Buffer,
  limits: DecodeLimits,
): number {
  const budget = createBudget(limits);
  return codec === 'protobuf'
    ? countProtobuf(signal, bytes, budget)
    : countJson(signal, parseBody(bytes, budget), budget);
}

// ResourceMetrics and ResourceSpans share their shape: list 1, in it list 2, in it list 2.
const FIRST = 0x0a;
const SECOND = 0x12;
const LEVELS = [FIRST, SECOND, SECOND];

function countProtobuf(signal: CountedSignal, bytes: Buffer, budget: DecodeBudget): number {
  try {
    return countLevel(signal, createWireReader(bytes), budget, 0);
  } catch (error) {
    if (error instanceof IngestError) throw error;
    throw malformed('the body is not a well-formed OTLP protobuf message');
  }
}

function countLevel(signal: CountedSignal, reader: WireReader, budget: DecodeBudget, level: number): number {
  let count = 0;
  while (reader.pos < reader.len) {
    const tag = reader.tag();
    if (tag !== LEVELS[level]) skipField(reader, tag);
    else count += countEntry(signal, reader, budget, level);
  }
  return count;
}

function countEntry(signal: CountedSignal, reader: WireReader, budget: DecodeBudget, level: number): number {
  countNode(budget);
  const outer = enter(reader);
  const count =
    level === LEVELS.length - 1 ? countItem(reader, signal) : countLevel(signal, reader, budget, level + 1);
  leave(reader, outer);
  return count;
}

/** time_unix_nano and observed_time_unix_nano of a log record: no metric and no span has such a field. */
const LOG_TIME = 0x09;
const LOG_OBSERVED_TIME = 0x59;

// Logs that are sent here would be acknowledged and lost: they are refused by name instead.
function countItem(reader: WireReader, signal: CountedSignal): number {
  while (reader.pos < reader.len) {
    const tag = reader.tag();
    if (tag === LOG_TIME || tag === LOG_OBSERVED_TIME) throw wrongSignal(signal);
    skipField(reader, tag);
  }
  return 1;
}

const NAMES = {
  metrics: [
    ['resourceMetrics', 'resource_metrics'],
    ['scopeMetrics', 'scope_metrics'],
    ['metrics', 'metrics'],
  ],
  traces: [
    ['resourceSpans', 'resource_spans'],
    ['scopeSpans', 'scope_spans'],
    ['spans', 'spans'],
  ],
} as const;

function countJson(signal: CountedSignal, request: JsonFields, budget: DecodeBudget): number {
  const [names] = NAMES[signal];
  const own = names.some((name) => Object.hasOwn(request, name));
  if (!own && Object.keys(request).some((name) => /^resource_?(?:logs|metrics|spans)$/i.test(name)))
    throw wrongSignal(signal);
  return countList(signal, request, budget, 0);
}

function countList(signal: CountedSignal, owner: JsonFields, budget: DecodeBudget, level: number): number {
  const names = NAMES[signal][level];
  if (names === undefined) return 1;
  let count = 0;
  for (const entry of listField(field(owner, names[0], names[1]), names[0])) {
    countNode(budget);
    if (!isFields(entry)) throw malformed(`${names[0]} must hold objects`);
    count += countList(signal, objectField(entry, names[0]), budget, level + 1);
  }
  return count;
}
