// Usage: who and what costs how much, over a period; a plot of the largest, a table of all, a file to take away.
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { readUsage } from '../api/read-usage.ts';
import { useApi } from '../api/session.tsx';
import type { UsageReport, UsageRow } from '../api/types.ts';
import { DataTable } from '../components/data-table.tsx';
import { Page } from '../components/page.tsx';
import { PeriodChoice } from '../components/period-choice.tsx';
import { Result } from '../components/result.tsx';
import { SeriesChart, type Series } from '../components/series-chart.tsx';
import { Empty } from '../components/states.tsx';
import { shortened } from '../format/content.ts';
import { csvOf } from '../format/csv.ts';
import { download } from '../format/download.ts';
import { dollars } from '../format/numbers.ts';
import { periodEnding, periodName } from '../state/period.ts';
import { GroupChoice } from './usage/group-choice.tsx';
import { CSV_COLUMNS, nameOf, USAGE_COLUMNS } from './usage/usage-columns.tsx';

const LARGEST = 12;
const COST: readonly Series[] = [{ key: 'cost', name: 'Cost', colour: 'var(--plot-1)' }];

export function UsagePage() {
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const text = (name: string): string | undefined =>
    typeof search[name] === 'string' ? search[name] : undefined;
  const period = periodName(text('period') ?? '30d');
  const group = text('group_by') ?? 'user';
  const navigate = useNavigate();
  const go = (change: Readonly<Record<string, string>>): void =>
    void navigate({ to: '/usage', search: { period, group_by: group, ...change } });
  const api = useApi();
  const report = useQuery({
    queryKey: ['usage', period, group],
    queryFn: ({ signal }) => {
      const { since, until } = periodEnding(Date.now(), period).current;
      return readUsage(api, { group_by: group, since, until }, signal);
    },
  });
  return (
    <Page
      title="Usage"
      lead="Counted from the sealed rows. Costs are the clients' own estimates, not an invoice."
      actions={
        <>
          <PeriodChoice value={period} onChange={(name) => go({ period: name })} />
          <button
            type="button"
            disabled={report.data === undefined}
            onClick={() => report.data && save(report.data)}
          >
            Download CSV
          </button>
        </>
      }
    >
      <GroupChoice key={group} value={group} onChange={(name) => go({ group_by: name })} />
      <Result query={report} rows={14}>
        {(data) => <Figures report={data} />}
      </Result>
    </Page>
  );
}

function Figures({ report }: { readonly report: UsageReport }) {
  const { usage, truncated, by } = report;
  if (usage.length === 0) return <Empty title="Nothing was used in this period." />;
  return (
    <>
      <SeriesChart
        title={`Cost by ${by}${usage.length > LARGEST && by !== 'day' ? `, the ${LARGEST} largest` : ''}`}
        series={COST}
        points={(by === 'day' ? usage : usage.slice(0, LARGEST)).map(pointOf)}
        format={dollars}
      />
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

function pointOf(row: UsageRow) {
  return { label: shortened(nameOf(row)), values: { cost: row.cost_usd } };
}

function save({ usage, by }: UsageReport): void {
  const parts = [csvOf(usage, CSV_COLUMNS)];
  download({ subject: `usage-by-${by}`, ending: 'csv', type: 'text/csv', parts });
}
