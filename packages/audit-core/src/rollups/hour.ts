// Hours since 1970, UTC: the grain of rollups. Days are hours that 24 divides.

const HOUR_MS = 3_600_000;
export const DAY_HOURS = 24;

/** @param occurredAt nanoseconds, 19 decimal digits: the first thirteen are milliseconds. */
function hourOf(occurredAt: string): number {
  return Math.floor(Number(occurredAt.slice(0, 13)) / HOUR_MS);
}

/** The digits that tell an hour: ten seconds. */
const HOUR_DIGITS = 9;

/** `hourOf` for one row after the other, which are mostly of one time. */
export function createHourReader(): (occurredAt: string) => number {
  let [digits, hour] = ['-', 0];
  return (occurredAt) => {
    if (occurredAt.length < HOUR_DIGITS) return hourOf(occurredAt);
    if (!occurredAt.startsWith(digits))
      [digits, hour] = [occurredAt.slice(0, HOUR_DIGITS), hourOf(occurredAt)];
    return hour;
  };
}

export function dayOf(hour: number): number {
  return hour - (hour % DAY_HOURS);
}

/** First hour at or after a time, Unix milliseconds. */
export function hourFrom(milliseconds: number): number {
  return Math.ceil(milliseconds / HOUR_MS);
}

/** The hour that a time is in. */
export function hourWithin(milliseconds: number): number {
  return Math.floor(milliseconds / HOUR_MS);
}

export function hourStart(hour: number): number {
  return hour * HOUR_MS;
}

/** The same in SQL, from the column `occurred_at`. Thirteen digits fit every integer, all nineteen do not. */
export const HOUR_SQL = `(CAST(substr(audit_logs.occurred_at, 1, 13) AS BIGINT) / ${HOUR_MS})`;
