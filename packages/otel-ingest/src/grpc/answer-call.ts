// Puts the answer of a call on the wire.
import { Metadata, status, type ServerInterceptingCallInterface } from '@grpc/grpc-js';
import type { IngestError } from '../errors.ts';
import { AUDIT_HEAD, auditHead, type Success } from '../http/answer.ts';
import { encodePartialSuccess } from '../http/partial-success.ts';
import type { Signal } from '../ports.ts';
import { grpcStatus } from './grpc-status.ts';

export interface CallAnswer {
  readonly metadata: Metadata;
  readonly message: Buffer;
}

export function acceptedCall(signal: Signal, { receipt, ...partial }: Success): CallAnswer {
  const metadata = new Metadata();
  const head = auditHead(signal, receipt);
  if (head !== undefined) metadata.set(AUDIT_HEAD, head);
  return { metadata, message: encodePartialSuccess(signal, 'protobuf', partial) };
}

export function sendAccepted(call: ServerInterceptingCallInterface, { metadata, message }: CallAnswer): void {
  call.sendMetadata(metadata);
  call.sendMessage(message, () => call.sendStatus({ code: status.OK, details: '' }));
}

export function sendRefused(call: ServerInterceptingCallInterface, refusal: IngestError): void {
  call.sendStatus(grpcStatus(refusal));
}
