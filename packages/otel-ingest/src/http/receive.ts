// One request, one answer, one count.
import type { IngestObserver } from '../ports.ts';
import { refusalAnswer, successAnswer } from './answer.ts';
import { codecOf } from './content-type.ts';
import { finishedRequest, noteTenant } from './finished-request.ts';
import { createReport } from './report.ts';
import type { Route } from './routes.ts';
import { sendAnswer } from './send-answer.ts';
import { takeExport, type Exchange, type ExportDeps } from './take-export.ts';

export interface ReceiverDeps extends ExportDeps {
  readonly observer: IngestObserver | undefined;
}

/** Rejects only where the response cannot be written, such as after a sink handed out a head that is no header value. */
export type Receiver = (route: Route, exchange: Exchange) => Promise<void>;

export function createReceiver(deps: ReceiverDeps): Receiver {
  return async (route, exchange) => {
    const { request, response } = exchange;
    // Without a listener, a connection that breaks while nobody reads would be an uncaught error.
    request.on('error', ignore);
    const codec = codecOf(request.headers['content-type']) ?? 'json';
    const authenticator = noteTenant(deps.authenticator);
    const report = createReport(deps.observer, route.signal, (outcome) =>
      finishedRequest(route, request, authenticator.tenant(), outcome),
    );
    const answer = await takeExport({ ...deps, authenticator }, route, exchange)
      .then((success) => {
        const accepted = successAnswer(route.signal, codec, success);
        report.accepted(success);
        return accepted;
      })
      .catch((error: unknown) => refusalAnswer(report.refused(error), codec));
    await sendAnswer(request, response, answer);
  };
}

function ignore(): void {
  // Nothing to be done about it here.
}
