// One request, one answer, one count.
import type { FinishedRequest, IngestObserver } from '../ports.ts';
import { refusalAnswer, successAnswer, type Success } from './answer.ts';
import { codecOf } from './content-type.ts';
import { acceptedOutcome, finishedRequest, noteTenant, refusedOutcome } from './finished-request.ts';
import { toIngestError } from './otlp-status.ts';
import type { Route } from './routes.ts';
import { sendAnswer } from './send-answer.ts';
import { takeExport, type Exchange, type ExportDeps } from './take-export.ts';

export interface ReceiverDeps extends ExportDeps {
  readonly observer: IngestObserver | undefined;
}

/** Rejects only where the response cannot be written, such as after a sink handed out a head that is no header value. */
export type Receiver = (route: Route, exchange: Exchange) => Promise<void>;

export function createReceiver(deps: ReceiverDeps): Receiver {
  const { observer } = deps;
  return async (route, exchange) => {
    const { request, response } = exchange;
    // Without a listener, a connection that breaks while nobody reads would be an uncaught error.
    request.on('error', ignore);
    const codec = codecOf(request.headers['content-type']) ?? 'json';
    const authenticator = noteTenant(deps.authenticator);
    const finish = (outcome: FinishedRequest['outcome']): void =>
      count(() => observer?.finished?.(finishedRequest(route, request, authenticator.tenant(), outcome)));
    const answer = await takeExport({ ...deps, authenticator }, route, exchange)
      .then((success) => {
        const accepted = successAnswer(route.signal, codec, success);
        count(() => observer?.accepted(route.signal, countsOf(success)));
        finish(acceptedOutcome(success));
        return accepted;
      })
      .catch((error: unknown) => {
        const refusal = toIngestError(error);
        count(() => observer?.rejected(route.signal, refusal.code));
        if (refusal !== error) count(() => observer?.failed?.(route.signal, error));
        finish(refusedOutcome(refusal));
        return refusalAnswer(refusal, codec);
      });
    await sendAnswer(request, response, answer);
  };
}

function countsOf({ receipt }: Success): Parameters<IngestObserver['accepted']>[1] {
  return { appended: receipt?.appended ?? 0, duplicates: receipt?.duplicates ?? 0 };
}

/** An observer that throws must not turn a stored batch into a refused one. */
function count(tell: () => void): void {
  try {
    tell();
  } catch {
    ignore();
  }
}

function ignore(): void {
  // Nothing to be done about it here.
}
