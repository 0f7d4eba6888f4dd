// Expect: 100-continue (RFC 9110 section 10.1.1): a refused client need not send its body at all.
// Node answers 100 by itself before any handler runs, unless the server hands `checkContinue` to the app.
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Whether the client waits for a go-ahead that nobody has given. */
export function awaitsContinue(request: IncomingMessage, response: ServerResponse): boolean {
  const expects = /(?:^|\W)100-continue(?:$|\W)/i.test(request.headers.expect ?? '');
  return expects && !('_sent100' in response && response._sent100 === true);
}

/** Called when the body is about to be read, not before. */
export function allowBody(request: IncomingMessage, response: ServerResponse): void {
  if (awaitsContinue(request, response)) response.writeContinue();
}
