// The requests of the demo, oldest first, a run at a time: all of them at once would be tens of megabytes.
import type { CapturedRequest } from './captures.ts';
import type { Visit } from './plan-visits.ts';
import { reIdentify } from './re-identify.ts';

export function* generateRuns(visits: readonly Visit[]): Generator<CapturedRequest[]> {
  for (const visit of visits) yield visit.capture.requests.map((request) => reIdentify(request, visit));
}
