// What goes back: status, headers and body of a success or a refusal.
import type { AppendReceipt, MetricReceipt } from '@governance-agent/audit-core';
import type { Codec } from '../decode/model.ts';
import type { FieldViolation, IngestError } from '../errors.ts';
import type { BatchFacts, Signal } from '../ports.ts';
import { MEDIA_TYPES } from './content-type.ts';
import { OTLP_STATUS, refusalHeaders } from './otlp-status.ts';
import { encodePartialSuccess, type PartialSuccess } from './partial-success.ts';
import { encodeRpcStatus } from './rpc-status.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface Success extends PartialSuccess {
  /** Undefined where nothing was stored. */
  readonly receipt: AppendReceipt | MetricReceipt | undefined;
  readonly batch?: BatchFacts;
}

/** `x-audit-head` is the size and head of the tenant's chain, so that every sender can tell when it is rewritten. */
export function successAnswer(signal: Signal, codec: Codec, { receipt, ...partial }: Success): Answer {
  return answerOf(200, codec, headHeader(signal, receipt), encodePartialSuccess(signal, codec, partial));
}

function headHeader(signal: Signal, receipt: Success['receipt']): Record<string, string> {
  const head = auditHead(signal, receipt);
  return head === undefined ? {} : { [AUDIT_HEAD]: head };
}

export const AUDIT_HEAD = 'x-audit-head';

/** Metric points are no part of the chain: they have no head. Throws TypeError where a sink of rows gives none. */
export function auditHead(signal: Signal, receipt: Success['receipt']): string | undefined {
  if (receipt === undefined || signal !== 'logs') return undefined;
  if (!('head' in receipt)) throw new TypeError('the sink did not say where the chain stands');
  return `${receipt.head.size} ${receipt.head.hash}`;
}

export function refusalAnswer(error: IngestError, codec: Codec): Answer {
  const { http, rpc } = OTLP_STATUS[error.code];
  const violations = http === 400 ? violationsOf(error) : [];
  const body = encodeRpcStatus(codec, { code: rpc, message: error.message, violations });
  return answerOf(http, codec, refusalHeaders(error.code), body);
}

/** A 400 always says what is wrong in the form clients can read (H7). */
export function violationsOf({ violations, message }: IngestError): readonly FieldViolation[] {
  return violations.length > 0 ? violations : [{ field: 'request', description: message }];
}

function answerOf(
  status: number,
  codec: Codec,
  headers: Readonly<Record<string, string>>,
  body: Buffer,
): Answer {
  const framing = { 'content-type': MEDIA_TYPES[codec], 'content-length': String(body.length) };
  return { status, headers: { ...headers, ...framing }, body };
}
