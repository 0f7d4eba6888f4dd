// Usage per group: a plot of the largest, held against what a budget allows each, and a table of all.
import type { UsageReport, UsageRow } from '../../api/types.ts';
import type { Series } from '../../components/chart-frame.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { SeriesChart } from '../../components/series-chart.tsx';
import { Empty } from '../../components/states.tsx';
import { shortened } from '../../format/content.ts';
import { dollars } from '../../format/numbers.ts';
import { allowance } from '../../state/budget.ts';
import { nameOf, USAGE_COLUMNS } from './usage-columns.tsx';

const LARGEST = 12;
const NAMED = 5;
const COST: readonly Series[] = [{ key: 'cost', name: 'Cost', colour: 'var(--plot-1)' }];

interface Props {
  readonly report: UsageReport & { readonly since: string; readonly until: string };
  /** monthly budget of each group, US dollars */
  readonly each: number | undefined;
}

export function UsageFigures({ report, each }: Props) {
  const { usage, truncated, by } = report;
  if (usage.length === 0) return <Empty title="Nothing was used in this period." />;
  const allowed = each === undefined ? undefined : allowedEach(each, report);
  return (
    <>
      <SeriesChart
        title={`Cost by ${by}${usage.length > LARGEST && by !== 'day' ? `, the ${LARGEST} largest` : ''}`}
        series={COST}
        points={(by === 'day' ? usage : usage.slice(0, LARGEST)).map(pointOf)}
        format={dollars}
        limit={allowed === undefined ? undefined : { name: 'Budget for this time', value: allowed }}
      />
      {allowed !== undefined && <Above usage={usage} by={by} allowed={allowed} />}
      {truncated && <p role="note">Only the 1,000 largest groups are shown; there are more.</p>}
      <DataTable
        name={`Usage by ${by}`}
        columns={USAGE_COLUMNS}
        rows={usage}
        rowId={({ group }) => JSON.stringify(group)}
        sortable
      />
    </>
  );
}

/** A day is a group that is shorter than the period. */
function allowedEach(usd: number, { by, since, until }: Props['report']): number {
  const end = Date.parse(until);
  return allowance(usd, by === 'day' ? end - 86_400_000 : Date.parse(since), end);
}

interface AboveProps {
  readonly usage: readonly UsageRow[];
  readonly by: string;
  readonly allowed: number;
}

function Above({ usage, by, allowed }: AboveProps) {
  const above = usage.filter(({ cost_usd: cost }) => cost > allowed);
  const named = above.slice(0, NAMED).map((row) => shortened(nameOf(row)));
  const more = above.length > NAMED ? [`${above.length - NAMED} more`] : [];
  return (
    <p role="status" className={`budget-said budget-${above.length > 0 ? 'over' : 'within'}`}>
      The budget allows {dollars(allowed)} for each {by} in this time.{' '}
      {above.length === 0
        ? 'All are within it.'
        : `Above it: ${above.length} of ${usage.length} (${[...named, ...more].join(', ')}).`}
    </p>
  );
}

function pointOf(row: UsageRow) {
  return { label: shortened(nameOf(row)), values: { cost: row.cost_usd } };
}
