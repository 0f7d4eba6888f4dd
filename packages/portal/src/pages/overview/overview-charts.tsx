// How the figures of a period ran.
import type { UsageRow } from '../../api/types.ts';
import type { Point, Series } from '../../components/chart-frame.tsx';
import { SeriesChart } from '../../components/series-chart.tsx';
import { bucketLabel } from '../../format/bucket-label.ts';
import { compact, dollars } from '../../format/numbers.ts';
import { bucketsWith, type Figure } from '../../state/figures.ts';
import type { Period } from '../../state/period.ts';

const COST: readonly Series[] = [{ key: 'cost_usd', name: 'Cost', colour: 'var(--plot-1)' }];
const TOKENS: readonly Series[] = [
  { key: 'tokens_input', name: 'Input', colour: 'var(--plot-1)' },
  { key: 'tokens_output', name: 'Output', colour: 'var(--plot-2)' },
  { key: 'tokens_cache_read', name: 'Cache read', colour: 'var(--plot-3)' },
  { key: 'tokens_cache_creation', name: 'Cache creation', colour: 'var(--plot-4)' },
];
const TOOLS: readonly Series[] = [
  { key: 'approvals', name: 'Approved', colour: 'var(--plot-2)' },
  { key: 'rejections', name: 'Rejected', colour: 'var(--plot-5)' },
];
const EVENTS: readonly Series[] = [{ key: 'events', name: 'Events', colour: 'var(--plot-1)' }];
const ERRORS: readonly Series[] = [{ key: 'errors', name: 'Errors', colour: 'var(--plot-5)' }];
const USERS: readonly Series[] = [{ key: 'users', name: 'Users', colour: 'var(--plot-3)' }];

interface Props {
  readonly rows: readonly UsageRow[];
  readonly period: Period;
}

export function OverviewCharts({ rows, period }: Props) {
  const buckets = bucketsWith(rows, period);
  const points = buckets.map(({ start, totals }): Point => {
    const figures = Object.entries(totals).filter((entry): entry is [Figure, number] =>
      Number.isFinite(entry[1]),
    );
    return { label: bucketLabel(start, period), values: Object.fromEntries(figures) };
  });
  const plot = (title: string, series: readonly Series[], format = compact) => (
    <SeriesChart title={title} series={series} points={points} format={format} />
  );
  return (
    <div className="charts">
      {plot('Cost', COST, dollars)}
      {plot('Tokens by kind', TOKENS)}
      {plot('Events', EVENTS)}
      {plot('Active users', USERS)}
      {plot('Tool decisions', TOOLS)}
      {plot('Errors', ERRORS)}
    </div>
  );
}
