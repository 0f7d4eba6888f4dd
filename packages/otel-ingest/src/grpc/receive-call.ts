// One call, one answer, one count. An interceptor, since only there a call is seen before its message is read.
import {
  ServerInterceptingCall,
  type Metadata,
  type ServerInterceptingCallInterface,
  type ServerInterceptor,
} from '@grpc/grpc-js';
import { noteTenant } from '../http/finished-request.ts';
import type { ReceiverDeps } from '../http/receive.ts';
import { createReport } from '../http/report.ts';
import type { FinishedRequest, Signal } from '../ports.ts';
import { acceptedCall, sendAccepted, sendRefused } from './answer-call.ts';
import { codingOf } from './message-coding.ts';
import { blameSender, takeOver, type RawCall } from './raw-call.ts';
import { OTLP_SERVICES } from './services.ts';
import { headerOf, takeCall } from './take-call.ts';

export function createCallReceiver(deps: ReceiverDeps): ServerInterceptor {
  return ({ path }, call) => {
    blameSender(call);
    const signal = OTLP_SERVICES.find((service) => service.path === path)?.signal ?? 'logs';
    return new ServerInterceptingCall(call, {
      start: (next) =>
        next({
          onReceiveMetadata: (metadata) => void receive(deps, signal, metadata, call),
          onReceiveMessage: () => undefined,
          onReceiveHalfClose: () => undefined,
          onCancel: () => undefined,
        }),
    });
  };
}

/** Never rejects: whatever happens is an answer. */
async function receive(
  deps: ReceiverDeps,
  signal: Signal,
  metadata: Metadata,
  call: ServerInterceptingCallInterface,
): Promise<void> {
  const authenticator = noteTenant(deps.authenticator);
  let raw: RawCall | undefined;
  const report = createReport(deps.observer, signal, (outcome) =>
    finishedCall(signal, metadata, raw, authenticator.tenant(), outcome),
  );
  try {
    raw = takeOver(call);
    const success = await takeCall({ ...deps, authenticator }, signal, metadata, raw);
    const answer = acceptedCall(signal, success);
    report.accepted(success);
    sendAccepted(call, answer);
  } catch (error) {
    sendRefused(call, report.refused(error));
  }
}

function finishedCall(
  signal: Signal,
  metadata: Metadata,
  raw: RawCall | undefined,
  tenant: string | undefined,
  outcome: FinishedRequest['outcome'],
): FinishedRequest {
  const encoding = codingOf(raw?.encoding ?? 'identity') ?? 'other';
  return { signal, protocol: 'grpc', encoding, userAgent: headerOf(metadata, 'user-agent'), tenant, outcome };
}
