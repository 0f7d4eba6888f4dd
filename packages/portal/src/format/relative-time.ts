// How long ago, as people say it.
const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** @param at RFC 3339 @param now Unix milliseconds. Times to come count as now: clocks differ a little. */
export function relativeTime(at: string, now: number): string {
  const passed = Math.max(0, now - Date.parse(at));
  const [unit, length] = UNITS.find(([, milliseconds]) => passed >= milliseconds) ?? [];
  return unit === undefined ? 'just now' : words.format(-Math.floor(passed / length), unit);
}
