// Ingest at a glance.
import type { IngestHealth } from '../../api/ingest.ts';
import { Tiles } from '../../components/tiles.tsx';
import { compact, count } from '../../format/numbers.ts';

export function HealthTiles({ health: { senders, sequence_gaps: gaps } }: { readonly health: IngestHealth }) {
  const sum = (name: 'records' | 'rejected_requests' | 'duplicates'): number =>
    senders.reduce((total, sender) => total + sender[name], 0);
  return (
    <Tiles
      tiles={[
        { name: 'Senders', value: count(senders.length) },
        { name: 'Stored', value: compact(sum('records')), note: 'events and metric points' },
        { name: 'Sent again', value: compact(sum('duplicates')), note: 'stored once all the same' },
        { name: 'Refused requests', value: compact(sum('rejected_requests')) },
        {
          name: 'Missing events',
          value: compact(gaps.missing),
          note: `at least, in ${count(gaps.sessions_with_gaps)} of ${count(gaps.sessions)} sessions of the last day`,
        },
      ]}
    />
  );
}
