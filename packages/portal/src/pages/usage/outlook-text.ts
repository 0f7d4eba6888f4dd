// What becomes of a budget, in words.
import { bucketLabel } from '../../format/bucket-label.ts';
import { dollars } from '../../format/numbers.ts';
import { PACE_DAYS, type Outlook } from '../../state/budget.ts';

export function outlookText(usd: number, { kind, spent, pace, at, atEnd }: Outlook): string {
  const day = Number.isFinite(at) ? bucketLabel(new Date(at).toISOString(), { bucket: 'day' }) : '';
  const sofar = `This month (UTC): ${dollars(spent)} of ${dollars(usd)}.`;
  if (kind === 'over') return `${sofar} The budget was crossed on ${day}.`;
  const ifSo = `At the present pace of ${dollars(pace)} a day (the last ${PACE_DAYS} days)`;
  return kind === 'crossing'
    ? `${sofar} ${ifSo} the budget is crossed on ${day}.`
    : `${sofar} ${ifSo} the month ends at ${dollars(atEnd)}, within the budget.`;
}
