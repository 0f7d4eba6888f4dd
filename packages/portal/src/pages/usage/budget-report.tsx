// Costs of everything against the budget: how they ran over the period, and when the month's budget is spent.
import { useQuery } from '@tanstack/react-query';
import { readUsage } from '../../api/read-usage.ts';
import { useApi } from '../../api/session.tsx';
import type { UsageRow } from '../../api/types.ts';
import type { Point, Series } from '../../components/chart-frame.tsx';
import { LineChart } from '../../components/line-chart.tsx';
import { Result } from '../../components/result.tsx';
import { bucketLabel } from '../../format/bucket-label.ts';
import { dollars } from '../../format/numbers.ts';
import { allowance, outlook, outlookSince, type Outlook } from '../../state/budget.ts';
import { bucketsWith } from '../../state/figures.ts';
import { periodEnding, type Period, type PeriodName } from '../../state/period.ts';
import { outlookText } from './outlook-text.ts';

const LINES: readonly Series[] = [
  { key: 'cost', name: 'Cost so far', colour: 'var(--plot-1)' },
  { key: 'budget', name: 'Budget', colour: 'var(--plot-5)' },
];

interface Props {
  readonly usd: number;
  readonly period: PeriodName;
}

export function BudgetReport({ usd, period }: Props) {
  const query = useSpending(period);
  return (
    <Result query={query} rows={7}>
      {({ now, current, rows, days }) => (
        <>
          <LineChart
            title="Cost against the budget"
            series={LINES}
            points={pointsOf(usd, rows, current)}
            format={dollars}
          />
          <Outcome usd={usd} outlook={outlook(usd, days, now)} />
        </>
      )}
    </Result>
  );
}

function Outcome({ usd, outlook: found }: { readonly usd: number; readonly outlook: Outlook }) {
  return (
    <p role="status" className={`budget-said budget-${found.kind}`}>
      {outlookText(usd, found)}
    </p>
  );
}

function useSpending(name: PeriodName) {
  const api = useApi();
  return useQuery({
    queryKey: ['spending', name],
    queryFn: async ({ signal }) => {
      const now = Date.now();
      const { current } = periodEnding(now, name);
      const { since, until, bucket } = current;
      const month = { since: new Date(outlookSince(now)).toISOString(), until, bucket: 'day' } as const;
      const [shown, daily] = await Promise.all([
        readUsage(api, { group_by: 'day', since, until, bucket }, signal),
        readUsage(api, { group_by: 'day', ...month }, signal),
      ]);
      const days = daily.usage.map(({ bucket: start, cost_usd: cost }) => ({ start: start ?? '', cost }));
      return { now, current, rows: shown.usage, days };
    },
  });
}

/** Costs and budget as they add up, at the end of each hour or day. */
function pointsOf(usd: number, rows: readonly UsageRow[], period: Period): readonly Point[] {
  const since = Date.parse(period.since);
  const buckets = bucketsWith(rows, period);
  let cost = 0;
  return buckets.map(({ start, totals }, index) => {
    cost += totals.cost_usd ?? 0;
    const end = Date.parse(buckets[index + 1]?.start ?? period.until);
    return { label: bucketLabel(start, period), values: { cost, budget: allowance(usd, since, end) } };
  });
}
