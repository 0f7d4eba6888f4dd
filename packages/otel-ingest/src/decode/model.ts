// What both codecs decode to: the same values whether a record came as protobuf or as JSON.
import type { JsonValue } from '@governance-agent/policy-engine';

/** How a body is written. */
export type Codec = 'protobuf' | 'json';

/**
 * One key and its value, in wire order. Keys may repeat. Values are plain JSON: int64 beyond 2^53 as decimal text,
 * NaN and infinities as null, bytes as base64 text, an empty AnyValue as null. Texts are well-formed and free of NUL.
 */
export type Attribute = readonly [key: string, value: JsonValue];

export interface Attributes {
  readonly attributes: readonly Attribute[];
  /** What the sender dropped plus what was over the limit here. */
  readonly droppedAttributesCount: number;
}

export type Resource = Attributes;

export interface Scope extends Attributes {
  readonly name: string;
  readonly version: string;
}

/** Times are Unix nanoseconds, 0n = absent. Ids are lower-case hex, empty = absent or invalid (H13). */
export interface LogRecord extends Attributes {
  readonly timeUnixNano: bigint;
  readonly observedTimeUnixNano: bigint;
  readonly severityNumber: number;
  readonly severityText: string;
  readonly body: JsonValue;
  readonly flags: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly eventName: string;
}

export interface ScopeLogs {
  readonly scope: Scope;
  readonly schemaUrl: string;
  readonly records: readonly LogRecord[];
}

export interface ResourceLogs {
  readonly resource: Resource;
  readonly schemaUrl: string;
  readonly scopes: readonly ScopeLogs[];
}

export const EMPTY_RESOURCE: Resource = { attributes: [], droppedAttributesCount: 0 };
export const EMPTY_SCOPE: Scope = { name: '', version: '', attributes: [], droppedAttributesCount: 0 };
