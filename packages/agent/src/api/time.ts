// Points in time as people and programs write them.

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/i;

/** RFC 3339 date (midnight UTC) or date and time with an offset, to Unix milliseconds; undefined for anything else. */
export function parseTime(text: string): number | undefined {
  if (!DATE.test(text) && !DATE_TIME.test(text)) return undefined;
  const milliseconds = Date.parse(text);
  // Date.parse lets 2026-02-30 roll over into March on some engines and refuses it on others.
  const rolled = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  const real = !Number.isNaN(rolled.valueOf()) && rolled.toISOString().startsWith(text.slice(0, 10));
  return Number.isNaN(milliseconds) || !real ? undefined : milliseconds;
}
