// A monthly budget: what it allows for a time, and when it is spent at the present pace. Months and days are those of UTC,
// as the API counts them.
export interface Budget {
  /** US dollars a calendar month */
  readonly usd: number;
  /** One for everything, or as much for each group. */
  readonly per: 'all' | 'group';
}

const DAY = 86_400_000;
const MOST = 1e9;
/** What "the present pace" looks back on, today included. */
export const PACE_DAYS = 7;

/** undefined for what is no amount above nothing. */
export function budgetFrom(amount: string | undefined, per: string | undefined): Budget | undefined {
  const usd = Number(amount?.trim() || Number.NaN);
  if (!(usd > 0 && usd <= MOST)) return undefined;
  return { usd, per: per === 'group' ? 'group' : 'all' };
}

/** Dollars that a monthly budget allows for a time: each day its part of the month it lies in. */
export function allowance(usd: number, since: number, until: number): number {
  let sum = 0;
  for (let start = since; start < until;) {
    const { begin, end } = monthOf(start);
    const stop = Math.min(end, until);
    sum += (usd * (stop - start)) / (end - begin);
    start = stop;
  }
  return sum;
}

export interface Spending {
  /** start of a day, RFC 3339 */
  readonly start: string;
  readonly cost: number;
}

export interface Outlook {
  readonly spent: number;
  /** dollars a day */
  readonly pace: number;
  /** `over`: spent already; `crossing`: spent before the month ends; `within`: not */
  readonly kind: 'over' | 'crossing' | 'within';
  /** Unix milliseconds: when it was or will be spent; the end of the month where it lasts */
  readonly at: number;
  /** dollars at the end of the month, at this pace */
  readonly atEnd: number;
}

/** When days have to begin for `outlook`. */
export function outlookSince(now: number): number {
  return Math.min(monthOf(now).begin, paceSince(now));
}

/** @param days every day since `outlookSince` that cost something, in order */
export function outlook(usd: number, days: readonly Spending[], now: number): Outlook {
  const { begin, end } = monthOf(now);
  const since = (time: number) => days.filter(({ start }) => Date.parse(start) >= time);
  const month = since(begin);
  const spent = sumOf(month);
  const perMs = sumOf(since(paceSince(now))) / Math.max(now - paceSince(now), 1);
  const figures = { spent, pace: perMs * DAY, atEnd: spent + perMs * (end - now) };
  if (spent >= usd) return { ...figures, kind: 'over', at: dayOfCrossing(month, usd) };
  const at = perMs > 0 ? now + (usd - spent) / perMs : Infinity;
  return at < end ? { ...figures, kind: 'crossing', at } : { ...figures, kind: 'within', at: end };
}

function dayOfCrossing(days: readonly Spending[], usd: number): number {
  const index = days.findIndex((_, last) => sumOf(days.slice(0, last + 1)) >= usd);
  return Date.parse(days[index]?.start ?? '');
}

function sumOf(days: readonly Spending[]): number {
  return days.reduce((sum, { cost }) => sum + cost, 0);
}

function paceSince(now: number): number {
  return (Math.floor(now / DAY) - PACE_DAYS + 1) * DAY;
}

function monthOf(time: number): { readonly begin: number; readonly end: number } {
  const date = new Date(time);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  return { begin: Date.UTC(year, month, 1), end: Date.UTC(year, month + 1, 1) };
}
