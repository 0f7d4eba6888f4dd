// One capture as if somebody else had run it at another time: new people, new ids, shifted times, larger amounts.
import { createHash } from 'node:crypto';
import type { AnyValue, Change, Item, KeyValue } from './otlp-json.ts';
import { mapBody } from './otlp-json.ts';
import type { CapturedRequest } from './captures.ts';
import { ORGANISATION, type Person } from './people.ts';

export interface Disguise {
  readonly person: Person;
  readonly sessionId: string;
  /** Told apart by this, the same id of a capture becomes different ids. */
  readonly salt: string;
  readonly shiftMs: number;
  /** What tokens and cost are multiplied by, whole. */
  readonly factor: number;
  /** Stands in for a prompt that the client sent. */
  readonly prompt: string;
}

const NANOS_PER_MILLI = 1_000_000n;
const ID = /^(?:(?:toolu|req|msg)_[0-9A-Za-z]{8,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
/** Prompts beyond this were made to be long, and stay it. */
const LONGEST_PROMPT = 1000;
const AMOUNTS = new Set(
  [
    'input_tokens output_tokens cache_read_tokens cache_creation_tokens',
    'cache_creation_1h_tokens cache_creation_5m_tokens cost_usd cost_usd_micros',
  ].flatMap((keys) => keys.split(' ')),
);
const AMOUNT_METRICS = new Set(['claude_code.cost.usage', 'claude_code.token.usage']);

/** Pure: the same request and disguise give the same request. Order, sequence numbers and spacing stay. */
export function reIdentify(request: CapturedRequest, disguise: Disguise): CapturedRequest {
  return { ...request, body: mapBody(request.body, changeOf(disguise)) };
}

function changeOf(disguise: Disguise): Change {
  const identity = identityOf(disguise);
  const tags = tagsOf(disguise.person);
  return {
    resource: (attributes) =>
      withAll(
        attributes.filter(({ key }) => !identity.has(key)),
        tags,
      ),
    item: (item, metric) => ({
      ...shifted(item, disguise.shiftMs),
      ...(metric !== undefined && { asDouble: amountOf(item, metric, disguise.factor) }),
      attributes: withAll(withAll(attributesOf(item, disguise), tags), identity),
    }),
  };
}

/** Claims of the client about who runs it; those of the capture go. */
function identityOf({ person, sessionId }: Disguise): Map<string, AnyValue> {
  return texts({
    'user.id': person.installation,
    'session.id': sessionId,
    'organization.id': ORGANISATION,
    'user.email': person.email,
    'user.account_uuid': person.accountUuid,
    'user.account_id': person.accountId,
  });
}

/** OTEL_RESOURCE_ATTRIBUTES: on the resource, and copied onto each record and point. */
function tagsOf({ team, department, costCenter }: Person): Map<string, AnyValue> {
  return texts({ team, department, cost_center: costCenter });
}

function texts(values: Readonly<Record<string, string>>): Map<string, AnyValue> {
  return new Map(Object.entries(values).map(([key, stringValue]) => [key, { stringValue }]));
}

/** Each key once: those of `set` win, in the place where they were. */
function withAll(attributes: readonly KeyValue[], set: ReadonlyMap<string, AnyValue>): KeyValue[] {
  const merged = new Map<string, AnyValue>([
    ...attributes.map(({ key, value }) => [key, value] as const),
    ...set,
  ]);
  return [...merged].map(([key, value]) => ({ key, value }));
}

function shifted(item: Item, shiftMs: number): Item {
  const { timeUnixNano, observedTimeUnixNano, startTimeUnixNano } = item;
  const later = (time: string): string => String(BigInt(time) + BigInt(shiftMs) * NANOS_PER_MILLI);
  return {
    ...item,
    timeUnixNano: later(timeUnixNano),
    ...(observedTimeUnixNano !== undefined && { observedTimeUnixNano: later(observedTimeUnixNano) }),
    ...(startTimeUnixNano !== undefined && { startTimeUnixNano: later(startTimeUnixNano) }),
  };
}

function amountOf({ asDouble = 0 }: Item, metric: string, factor: number): number {
  return AMOUNT_METRICS.has(metric) ? asDouble * factor : asDouble;
}

function attributesOf({ attributes }: Item, disguise: Disguise): KeyValue[] {
  const typed = attributes.some(({ key, value }) => key === 'prompt' && isTyped(value));
  return attributes.map(({ key, value }) => ({ key, value: valueOf(key, value, typed, disguise) }));
}

function isTyped({ stringValue = '' }: AnyValue): boolean {
  return stringValue !== '<REDACTED>' && stringValue.length <= LONGEST_PROMPT;
}

function valueOf(key: string, value: AnyValue, typed: boolean, disguise: Disguise): AnyValue {
  const { stringValue } = value;
  if (typed && (key === 'prompt' || key === 'prompt_text')) return { stringValue: disguise.prompt };
  if (typed && key === 'prompt_length') return sameKind(value, disguise.prompt.length);
  if (AMOUNTS.has(key)) return sameKind(value, numberOf(value) * disguise.factor);
  if (key === 'event.timestamp' && stringValue !== undefined)
    return { stringValue: new Date(Date.parse(stringValue) + disguise.shiftMs).toISOString() };
  if (stringValue !== undefined && ID.test(stringValue))
    return { stringValue: freshId(stringValue, disguise.salt) };
  return value;
}

function numberOf({ stringValue, intValue, doubleValue }: AnyValue): number {
  return Number(stringValue ?? intValue ?? doubleValue ?? 0);
}

/** Clients send numbers as text, as integers or as doubles, by version: the version stays recognisable. */
function sameKind({ stringValue, intValue }: AnyValue, amount: number): AnyValue {
  if (stringValue !== undefined) return { stringValue: String(amount) };
  return intValue === undefined ? { doubleValue: amount } : { intValue: amount };
}

/** An id of the same shape that nobody else has: prefix and dashes stay, the rest is a digest of it and the salt. */
export function freshId(id: string, salt: string): string {
  const digest = createHash('sha256').update(`${salt}/${id}`).digest('hex');
  const [, prefix = '', rest = ''] = /^([a-z]+_)?(.*)$/.exec(id) ?? [];
  let used = 0;
  const fresh = rest.replace(/[^-]/g, () => digest[used++ % digest.length] ?? '0');
  return prefix === '' ? asUuidV4(fresh) : prefix + fresh;
}

function asUuidV4(hex: string): string {
  return `${hex.slice(0, 14)}4${hex.slice(15, 19)}8${hex.slice(20)}`;
}
