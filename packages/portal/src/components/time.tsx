// A point in time: in the viewer's zone, with UTC on hover and for machines.
const withDay = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const dayOnly = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' });
const timeOnly = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });

export function Time({ at, form = 'full' }: { readonly at: string; readonly form?: 'full' | 'short' }) {
  const date = new Date(at);
  if (Number.isNaN(date.valueOf())) return <span>{at}</span>;
  const text = form === 'full' ? withDay.format(date) : `${dayOnly.format(date)}, ${timeOnly.format(date)}`;
  return (
    <time dateTime={at} title={`${at.replace('T', ' ').replace(/Z$/, '')} UTC`}>
      {text}
    </time>
  );
}
