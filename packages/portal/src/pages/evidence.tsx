// Evidence: how the chain stands, whether it is still the one that was seen before, and whether it verifies.
import { useQuery } from '@tanstack/react-query';
import { bodyOf } from '../api/client.ts';
import { useApi, useIdentity } from '../api/session.tsx';
import type { ChainState } from '../api/types.ts';
import { Page } from '../components/page.tsx';
import { Result } from '../components/result.tsx';
import { Empty } from '../components/states.tsx';
import { seesWholeTenant } from '../state/access.ts';
import { Alarms } from './evidence/alarms.tsx';
import { BrowserVerification } from './evidence/browser-verification.tsx';
import { ChainPanel } from './evidence/chain-panel.tsx';
import { CheckpointPanel } from './evidence/checkpoint-panel.tsx';
import { OfflinePanel } from './evidence/offline-panel.tsx';
import { RememberedPanel } from './evidence/remembered-panel.tsx';
import { ServerVerification } from './evidence/server-verification.tsx';
import { useEvidenceMemory } from './evidence/use-evidence-memory.ts';

export function EvidencePage() {
  const api = useApi();
  const isWhole = seesWholeTenant(useIdentity());
  const chain = useQuery({
    queryKey: ['audit', 'chain'],
    enabled: isWhole,
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/audit/chain', { signal })),
  });
  return (
    <Page
      title="Evidence"
      lead="Whether what is shown here is what was stored, checked by the agent and by this browser."
      actions={
        <button type="button" disabled={chain.isFetching || !isWhole} onClick={() => void chain.refetch()}>
          {chain.isFetching ? 'Looking…' : 'Look again'}
        </button>
      }
    >
      {isWhole ? (
        <Result query={chain} rows={10}>
          {(data) => <EvidenceOf key={data.tenant} chain={data} />}
        </Result>
      ) : (
        <Empty title="Evidence is about the whole tenant.">
          <p>Your access shows your own rows. Somebody with the scope read can verify the chain.</p>
        </Empty>
      )}
    </Page>
  );
}

function EvidenceOf({ chain }: { readonly chain: ChainState }) {
  const memory = useEvidenceMemory(chain.tenant);
  return (
    <div className="panels">
      <p className="boundary" role="note">
        {chain.boundary}
      </p>
      <Alarms chain={chain} memory={memory.value} />
      {chain.size === 0 ? (
        <Empty title="There is no row yet, so there is nothing to prove.">
          <p>With the first rows comes the first signed checkpoint.</p>
        </Empty>
      ) : (
        <>
          <ChainPanel chain={chain} />
          <ServerVerification size={chain.size} />
          <BrowserVerification chain={chain} memory={memory} />
          <CheckpointPanel checkpoint={chain.checkpoint} />
        </>
      )}
      <RememberedPanel chain={chain} memory={memory} />
      <OfflinePanel />
    </div>
  );
}
