// A period that ends now, and the one before it of the same length.
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export const PERIODS = { '24h': DAY, '7d': 7 * DAY, '30d': 30 * DAY, '90d': 90 * DAY } as const;
export type PeriodName = keyof typeof PERIODS;

export interface Period {
  /** RFC 3339 */
  readonly since: string;
  readonly until: string;
  readonly bucket: 'hour' | 'day';
}

export function periodName(text: string | undefined): PeriodName {
  return text !== undefined && text in PERIODS ? (text as PeriodName) : '7d';
}

/** Whole hours or days (UTC, as the API counts them), the running one included. */
export function periodEnding(now: number, name: PeriodName): { current: Period; before: Period } {
  const bucket = name === '24h' ? 'hour' : 'day';
  const size = bucket === 'hour' ? HOUR : DAY;
  const end = (Math.floor(now / size) + 1) * size;
  const length = PERIODS[name];
  const of = (until: number): Period => ({ since: iso(until - length), until: iso(until), bucket });
  return { current: of(end), before: of(end - length) };
}

/** Start of every bucket of a period, RFC 3339. */
export function bucketsOf({ since, until, bucket }: Period): string[] {
  const size = bucket === 'hour' ? HOUR : DAY;
  const start = Date.parse(since);
  return Array.from({ length: Math.round((Date.parse(until) - start) / size) }, (_, index) =>
    iso(start + index * size),
  );
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
