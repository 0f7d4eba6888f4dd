// What an answer's body says, in either encoding. A reader that can fail returns what is wrong as a sentence.
import { gunzipSync } from 'node:zlib';
import { ExportResponse, RpcStatus } from '@governance-agent/testkit/otlp-schema';
import type { Signal } from '../signal.ts';
import type { Exchange } from '../wire/exchange.ts';

export type Read<T> = { readonly value: T } | { readonly wrong: string };

export interface PartialSuccess {
  readonly rejected: bigint;
  readonly message: string;
}

export interface ExportAnswer {
  /** Undefined where the field is not set. */
  readonly partial: PartialSuccess | undefined;
}

export interface StatusAnswer {
  readonly message: string;
  /** The type of each detail. */
  readonly details: readonly string[];
}

const COUNT_NAMES: Readonly<Record<Signal, string>> = {
  logs: 'rejectedLogRecords',
  metrics: 'rejectedDataPoints',
  traces: 'rejectedSpans',
};

/** Export…ServiceResponse. */
export function readExportAnswer({ plan, answer }: Exchange): Read<ExportAnswer> {
  const body = plainBody(answer);
  if ('wrong' in body) return body;
  return plan.codec === 'json' ? exportFromJson(body.value, plan.signal) : exportFromProtobuf(body.value);
}

/** google.rpc.Status. */
export function readStatusAnswer({ plan, answer }: Exchange): Read<StatusAnswer> {
  const body = plainBody(answer);
  if ('wrong' in body) return body;
  return plan.codec === 'json' ? statusFromJson(body.value) : statusFromProtobuf(body.value);
}

/** Undoes the only coding that OTLP names. */
export function plainBody({ headers, body }: Exchange['answer']): Read<Buffer> {
  const coding = headers['content-encoding'] ?? 'identity';
  if (coding === 'identity' || body.length === 0) return { value: body };
  if (coding !== 'gzip') return { wrong: 'the answer has a Content-Encoding that is not gzip' };
  try {
    return { value: gunzipSync(body) };
  } catch {
    return { wrong: 'the answer says it is gzip and is not' };
  }
}

function exportFromProtobuf(body: Buffer): Read<ExportAnswer> {
  try {
    const read: unknown = ExportResponse.toObject(ExportResponse.decode(body), { longs: String });
    const partial = field(read, 'partialSuccess');
    return { value: { partial: partial === undefined ? undefined : partialOf(partial, 'rejected') } };
  } catch {
    return { wrong: 'the body is not an Export…ServiceResponse in protobuf' };
  }
}

function exportFromJson(body: Buffer, signal: Signal): Read<ExportAnswer> {
  const object = jsonObject(body);
  if ('wrong' in object) return object;
  if (field(object.value, 'partial_success') !== undefined)
    return { wrong: 'JSON names are in lowerCamelCase: partial_success is none' };
  const partial = field(object.value, 'partialSuccess');
  if (partial === undefined || partial === null) return { value: { partial: undefined } };
  const count = field(partial, COUNT_NAMES[signal]) ?? '0';
  if (!/^\d{1,19}$/.test(typeof count === 'number' ? String(count) : text(count)))
    return { wrong: `${COUNT_NAMES[signal]} is not an int64 of 0 or more` };
  if (text(field(partial, 'errorMessage') ?? '') !== (field(partial, 'errorMessage') ?? ''))
    return { wrong: 'errorMessage is not a string' };
  return { value: { partial: partialOf(partial, COUNT_NAMES[signal]) } };
}

function partialOf(partial: unknown, countName: string): PartialSuccess {
  const count = field(partial, countName);
  const rejected = BigInt(typeof count === 'number' || typeof count === 'string' ? count : 0);
  return { rejected, message: text(field(partial, 'errorMessage') ?? field(partial, 'error_message') ?? '') };
}

/** Text often passes for a protobuf message with unknown fields; the fields of a Status are known and final. */
function statusFromProtobuf(body: Buffer): Read<StatusAnswer> {
  try {
    const status = RpcStatus.decode(body);
    if (!startsLikeStatus(body)) throw new TypeError('not a field of a Status');
    const read: unknown = RpcStatus.toObject(status, { defaults: true, arrays: true });
    return { value: { message: text(field(read, 'message')), details: detailTypes(read, 'typeUrl') } };
  } catch {
    return { wrong: 'the body is not a google.rpc.Status in protobuf' };
  }
}

/** The tags of code, message and details. */
const STATUS_TAGS: readonly (number | undefined)[] = [undefined, 0x08, 0x12, 0x1a];

function startsLikeStatus(body: Buffer): boolean {
  return STATUS_TAGS.includes(body[0]);
}

function statusFromJson(body: Buffer): Read<StatusAnswer> {
  const object = jsonObject(body);
  if ('wrong' in object) return object;
  const { value } = object;
  if (!Number.isInteger(field(value, 'code') ?? 0)) return { wrong: 'code of the Status is not an integer' };
  if (typeof (field(value, 'message') ?? '') !== 'string')
    return { wrong: 'message of the Status is not a string' };
  if (!Array.isArray(field(value, 'details') ?? [])) return { wrong: 'details of the Status is not a list' };
  const foreign = Object.keys(value).find((name) => !['code', 'message', 'details'].includes(name));
  if (foreign !== undefined) return { wrong: 'the JSON object has fields that google.rpc.Status has not' };
  const details = detailTypes(value, '@type');
  if (details.includes('')) return { wrong: 'a detail of the Status has no @type' };
  return { value: { message: text(field(value, 'message') ?? ''), details } };
}

function detailTypes(status: unknown, name: string): string[] {
  const details = field(status, 'details') ?? [];
  return Array.isArray(details) ? details.map((detail: unknown) => text(field(detail, name) ?? '')) : [];
}

function jsonObject(body: Buffer): Read<object> {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { value };
    return { wrong: 'the body is JSON but no object' };
  } catch {
    return { wrong: body.length === 0 ? 'the body is empty, JSON is not' : 'the body is not JSON' };
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
