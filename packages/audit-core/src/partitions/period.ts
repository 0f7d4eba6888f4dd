// Periods that partitions cover, in Unix milliseconds with bounds on UTC boundaries, and the names pg_partman gives them.

export const PERIODS = ['month', 'week', 'day'] as const;
export type Period = (typeof PERIODS)[number];

/** `from` is within, `to` is not. Unix milliseconds. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

const DAY_MS = 86_400_000;
/** 1970-01-01 was a Thursday; weeks begin on Monday, as `date_trunc` has them. */
const FIRST_MONDAY_MS = 4 * DAY_MS;

/** The period that a time is in. */
export function periodAt(period: Period, time: number): TimeRange {
  if (period === 'month') {
    const date = new Date(time);
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
    return { from: Date.UTC(year, month), to: Date.UTC(year, month + 1) };
  }
  const length = period === 'week' ? 7 * DAY_MS : DAY_MS;
  const offset = period === 'week' ? FIRST_MONDAY_MS : 0;
  const from = Math.floor((time - offset) / length) * length + offset;
  return { from, to: from + length };
}

/** The periods from a boundary on, without a gap, until `count` begin after `now`. */
export function periodsAhead(period: Period, boundary: number, now: number, count: number): TimeRange[] {
  let last = periodAt(period, now);
  for (let ahead = 0; ahead < count; ahead += 1) last = periodAt(period, last.to);
  const ranges: TimeRange[] = [];
  for (let from = boundary; from < last.to;) {
    const { to } = periodAt(period, from);
    ranges.push({ from, to });
    from = to;
  }
  return ranges;
}

/** Which period a range is one of; null for none, such as that of everything before the table was partitioned. */
export function periodOf({ from, to }: TimeRange): Period | null {
  return (
    PERIODS.find((period) => {
      const whole = periodAt(period, from);
      return whole.from === from && whole.to === to;
    }) ?? null
  );
}

export const TABLE = 'audit_logs';
export const DEFAULT_PARTITION = `${TABLE}_default`;

/** `audit_logs_p20261101`: the day on which it begins. */
export function partitionName(from: number): string {
  return `${TABLE}_p${new Date(from).toISOString().slice(0, 10).replaceAll('-', '')}`;
}
