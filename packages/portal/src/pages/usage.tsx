// Usage: who and what costs how much, over a period; plots, a budget to hold them against, a table, a file to take away.
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { readUsage } from '../api/read-usage.ts';
import { useApi } from '../api/session.tsx';
import type { UsageReport } from '../api/types.ts';
import { Page } from '../components/page.tsx';
import { PeriodChoice } from '../components/period-choice.tsx';
import { Result } from '../components/result.tsx';
import { csvOf } from '../format/csv.ts';
import { download } from '../format/download.ts';
import { searchOf } from '../state/budget-memory.ts';
import { periodEnding, periodName, type PeriodName } from '../state/period.ts';
import { BudgetForm } from './usage/budget-form.tsx';
import { BudgetReport } from './usage/budget-report.tsx';
import { GroupChoice } from './usage/group-choice.tsx';
import { CSV_COLUMNS } from './usage/usage-columns.tsx';
import { UsageFigures } from './usage/usage-figures.tsx';
import { useBudget } from './usage/use-budget.ts';

export function UsagePage() {
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const text = (name: string): string | undefined =>
    typeof search[name] === 'string' ? search[name] : undefined;
  const period = periodName(text('period') ?? '30d');
  const group = text('group_by') ?? 'user';
  const { budget, keep } = useBudget(text('budget'), text('budget_per'));
  const navigate = useNavigate();
  const shown = { period, group_by: group };
  const go = (change: Readonly<Record<string, string>>): void =>
    void navigate({ to: '/usage', search: { ...shown, ...searchOf(budget), ...change } });
  const report = useReport(period, group);
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
      <BudgetForm
        key={JSON.stringify(budget ?? null)}
        budget={budget}
        group={group}
        onChange={(next) => {
          keep(next);
          void navigate({ to: '/usage', search: { ...shown, ...searchOf(next) } });
        }}
      />
      {budget?.per === 'all' && <BudgetReport usd={budget.usd} period={period} />}
      <Result query={report} rows={14}>
        {(data) => <UsageFigures report={data} each={budget?.per === 'group' ? budget.usd : undefined} />}
      </Result>
    </Page>
  );
}

function useReport(period: PeriodName, group: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['usage', period, group],
    queryFn: async ({ signal }) => {
      const { since, until } = periodEnding(Date.now(), period).current;
      return { since, until, ...(await readUsage(api, { group_by: group, since, until }, signal)) };
    },
  });
}

function save({ usage, by }: UsageReport): void {
  const parts = [csvOf(usage, CSV_COLUMNS)];
  download({ subject: `usage-by-${by}`, ending: 'csv', type: 'text/csv', parts });
}
