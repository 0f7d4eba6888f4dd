// How an hour or a day of a report is called.
import type { Period } from '../state/period.ts';

const HOUR = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
// Days are counted in UTC: in the viewer's zone their midnight may be the evening before.
const DAY = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric', timeZone: 'UTC' });

/** @param start RFC 3339 */
export function bucketLabel(start: string, { bucket }: Pick<Period, 'bucket'>): string {
  return (bucket === 'hour' ? HOUR : DAY).format(new Date(start));
}
