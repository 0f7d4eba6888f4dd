// A point in time as administrative rows say it.

/** @param time Unix milliseconds; null = never. */
export function momentOf(time: number | null): string {
  return time === null ? 'never' : new Date(time).toISOString();
}
