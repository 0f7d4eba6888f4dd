// Expiry dates on the command line.
import { AgentError } from '../errors.ts';
import { parseTime } from '../api/time.ts';

const DAY_MS = 86_400_000;

/**
 * `2027-01-31` (valid through that day, UTC), an RFC 3339 time, or `30d` from now; to Unix milliseconds.
 * Throws AgentError `usage`.
 */
export function parseExpiry(text: string, now: number): number {
  const [, days] = /^(\d{1,5})d$/.exec(text) ?? [];
  if (days !== undefined) return now + Number(days) * DAY_MS;
  const time = parseTime(text);
  if (time === undefined)
    throw new AgentError('usage', '--expires takes 2027-01-31, an RFC 3339 time, or 30d');
  return text.length === 10 ? time + DAY_MS - 1000 : time;
}
