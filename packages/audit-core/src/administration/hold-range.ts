// The time range of a legal hold, as its row says it: `FROM/TO`, RFC 3339 in UTC (the interval of ISO 8601).

export interface HoldRange {
  /** Unix milliseconds, inclusive */
  readonly since: number;
  /** Unix milliseconds, exclusive */
  readonly until: number;
}

/** Of rows the time they were received counts, of metric points the time that the client told. */
export function formatHoldRange({ since, until }: HoldRange): string {
  return `${new Date(since).toISOString()}/${new Date(until).toISOString()}`;
}

/** Null for any text that `formatHoldRange` does not write, and for a range that nothing lies in. */
export function parseHoldRange(text: string): HoldRange | null {
  const [since, until, ...rest] = text.split('/').map((part) => Date.parse(part));
  if (since === undefined || until === undefined || rest.length > 0) return null;
  // A time that is none compares as false.
  if (!(since < until)) return null;
  return formatHoldRange({ since, until }) === text ? { since, until } : null;
}
