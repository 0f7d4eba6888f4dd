// Overview: the figures of a period, how they ran, and how they compare with the period before.
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { readUsage } from '../api/read-usage.ts';
import { useApi } from '../api/session.tsx';
import type { UsageReport } from '../api/types.ts';
import { Page } from '../components/page.tsx';
import { PeriodChoice } from '../components/period-choice.tsx';
import { Result } from '../components/result.tsx';
import { Empty } from '../components/states.tsx';
import type { Overview } from '../state/overview.ts';
import { periodEnding, periodName, type Period } from '../state/period.ts';
import { OverviewCharts } from './overview/overview-charts.tsx';
import { OverviewTiles } from './overview/overview-tiles.tsx';

const REFRESH_MS = 30_000;

export function OverviewPage() {
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const given = search['period'];
  const name = periodName(typeof given === 'string' ? given : undefined);
  const navigate = useNavigate();
  const report = useOverview(name);
  return (
    <Page
      title="Overview"
      lead="What the agents did and what it cost, by the clock of the clients, in days of UTC."
      actions={
        <PeriodChoice
          value={name}
          onChange={(period) => void navigate({ to: '/overview', search: { period } })}
        />
      }
    >
      <Result query={report} rows={16}>
        {(data) => (
          <>
            <OverviewTiles {...data} />
            {data.current.length === 0 ? (
              <Empty title="Nothing happened in this period." />
            ) : (
              <OverviewCharts rows={data.current} period={data.period} />
            )}
          </>
        )}
      </Result>
    </Page>
  );
}

function useOverview(name: Parameters<typeof periodEnding>[1]) {
  const api = useApi();
  return useQuery({
    queryKey: ['overview', name],
    refetchInterval: REFRESH_MS,
    queryFn: async ({ signal }): Promise<Overview> => {
      const read = (group_by: string, { since, until, bucket }: Period, split: boolean) =>
        readUsage(api, { group_by, since, until, ...(split && { bucket }) }, signal);
      const { current, before } = periodEnding(Date.now(), name);
      // Grouped by day a bucket is one row, and its users are counted once however many planes they use.
      const [now, then, users, usersBefore] = await Promise.all([
        read('day', current, true),
        read('day', before, true),
        read('user', current, false),
        read('user', before, false),
      ]);
      return {
        period: current,
        current: now.usage,
        before: then.usage,
        users: usersIn(users),
        usersBefore: usersIn(usersBefore),
      };
    },
  });
}

function usersIn({ usage, truncated }: UsageReport): number | undefined {
  return truncated ? undefined : usage.filter(({ group }) => group !== null).length;
}
