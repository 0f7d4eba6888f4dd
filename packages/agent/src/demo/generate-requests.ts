// The requests of the demo, oldest first, a run at a time: all of them at once would be tens of megabytes.
import type { CapturedRequest } from './captures.ts';
import type { Visit } from './plan-visits.ts';
import { reIdentify } from './re-identify.ts';

export function* generateRuns(visits: readonly Visit[]): Generator<CapturedRequest[]> {
  for (const visit of visits) {
    yield together(visit.capture.requests.map((request) => reIdentify(request, visit)));
  }
}

/** How many requests `generateRuns` yields in all. */
export function countRequests(visits: readonly Visit[]): number {
  return visits.reduce((sum, { capture }) => sum + together(capture.requests).length, 0);
}

/**
 * One request for each signal, logs first. The captures were made with intervals of parts of a second; at the client's
 * own, 5 s and 60 s, a run this short sends once.
 */
function together(requests: readonly CapturedRequest[]): CapturedRequest[] {
  return (['logs', 'metrics'] as const).flatMap((signal) => {
    const [first, ...rest] = requests.filter((request) => request.signal === signal);
    if (first === undefined) return [];
    const bodies = [first, ...rest].map(({ body }) => body);
    const resourceLogs = bodies.flatMap((body) => body.resourceLogs ?? []);
    const resourceMetrics = bodies.flatMap((body) => body.resourceMetrics ?? []);
    return [{ ...first, body: signal === 'logs' ? { resourceLogs } : { resourceMetrics } }];
  });
}
