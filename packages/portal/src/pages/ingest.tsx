// Ingest: who sends, who is refused and why, and how to set a client up. Looks again by itself.
import { useQuery } from '@tanstack/react-query';
import { readHealth } from '../api/ingest.ts';
import { useApi, useIdentity } from '../api/session.tsx';
import { NotForYou } from '../components/not-for-you.tsx';
import { Page } from '../components/page.tsx';
import { Result } from '../components/result.tsx';
import { Empty } from '../components/states.tsx';
import { seesWholeTenant } from '../state/access.ts';
import { Now } from '../state/now.ts';
import { ArrivalNotice } from './ingest/arrival-notice.tsx';
import { HealthTiles } from './ingest/health-tiles.tsx';
import { RefusalTable } from './ingest/refusal-table.tsx';
import { SenderTable } from './ingest/sender-table.tsx';
import { SetupGuide } from './ingest/setup-guide.tsx';
import '../styles/panels.css';

/** The agent writes its health down this often. */
const LOOK_EVERY_MS = 5000;

export function IngestPage() {
  const identity = useIdentity();
  return (
    <Page title="Ingest" lead="Who sends, who tries and fails, and how to set a client up.">
      {seesWholeTenant(identity) ? <Health /> : <NotForYou audience="auditors and admins" scope="read" />}
    </Page>
  );
}

function Health() {
  const api = useApi();
  const health = useQuery({
    queryKey: ['ingest-health'],
    queryFn: ({ signal }) => readHealth(api, signal),
    refetchInterval: LOOK_EVERY_MS,
  });
  return (
    <Result query={health} rows={10}>
      {(data) => (
        <Now value={health.dataUpdatedAt}>
          <ArrivalNotice health={data} />
          {data.senders.length === 0 ? (
            <Empty title="Nothing has arrived yet.">
              <p className="quiet">Set a client up as below. What it sends shows here within seconds.</p>
            </Empty>
          ) : (
            <>
              <HealthTiles health={data} />
              <SenderTable senders={data.senders} />
              <RefusalTable health={data} />
            </>
          )}
          <SetupGuide />
        </Now>
      )}
    </Result>
  );
}
