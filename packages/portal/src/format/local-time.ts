// Between the API's UTC and what `<input type="datetime-local">` holds: the viewer's zone, without an offset.
export function localInput(utc: string | undefined): string | undefined {
  if (utc === undefined) return undefined;
  const time = new Date(utc);
  if (Number.isNaN(time.valueOf())) return undefined;
  return new Date(time.valueOf() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

/**
 * RFC 3339 UTC, or empty. `before`: what the field was filled from; a field that nobody touched keeps it to the
 * millisecond, so that looking at a filter does not change it.
 */
export function utcOf(local: string, before: string | undefined): string {
  if (local === '') return '';
  const time = new Date(local);
  if (Number.isNaN(time.valueOf())) return '';
  const shown = localInput(before);
  return shown !== undefined && new Date(shown).valueOf() === time.valueOf()
    ? (before ?? '')
    : time.toISOString();
}
