// The filters of the feed: in the page's URL under the very names of the API, so that a link, the API and an export
// can only mean the same rows.
const FILTER_NAMES = [
  'decision',
  'event',
  'plane',
  'user_email',
  'tool_name',
  'model',
  'session_id',
  'correlation_id',
  'dataset',
  'since',
  'until',
] as const;

const ATTRIBUTE = 'attr.';

/** Given filters by their API name; `attr.<key>` as well. */
export type Filters = Readonly<Record<string, string>>;

const known: readonly string[] = FILTER_NAMES;

/** Keeps what is a filter and has a value; anything else in a URL is not ours. */
export function filtersFrom(search: Readonly<Record<string, unknown>>): Filters {
  const given = Object.entries(search).flatMap(([name, value]) => {
    const isFilter = known.includes(name) || (name.startsWith(ATTRIBUTE) && name.length > ATTRIBUTE.length);
    return isFilter && typeof value === 'string' && value.trim() !== '' ? [[name, value.trim()]] : [];
  });
  return Object.fromEntries(given) as Filters;
}

export function withFilter(filters: Filters, name: string, value: string | undefined): Filters {
  const { [name]: _before, ...rest } = filters;
  return filtersFrom(value === undefined ? rest : { ...rest, [name]: value });
}

/** `team=core` as typed by a person, to the filter `attr.team`. */
export function attributeFilter(text: string): readonly [string, string] | undefined {
  const match = /^\s*([^=\s]+)\s*=\s*(.+?)\s*$/.exec(text);
  const [, key, value] = match ?? [];
  return key === undefined || value === undefined ? undefined : [`${ATTRIBUTE}${key}`, value];
}
