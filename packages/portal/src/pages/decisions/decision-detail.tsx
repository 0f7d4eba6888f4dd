// One decision opened: what it said, the facts around it, its seal and its proof.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { bodyOf } from '../../api/client.ts';
import { useApi } from '../../api/session.tsx';
import type { Decision } from '../../api/types.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { Facts } from '../../components/facts.tsx';
import { Result } from '../../components/result.tsx';
import { Time } from '../../components/time.tsx';
import { actorOf } from '../../format/content.ts';
import { count, dollars, duration } from '../../format/numbers.ts';
import { RowContent } from './row-content.tsx';
import { SealOfRow } from './seal-of-row.tsx';

export function DecisionDetail({ row }: { readonly row: Decision }) {
  const api = useApi();
  const whole = useQuery({
    queryKey: ['decision', row.id],
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/api/v1/decisions/{id}', { params: { path: { id: row.id } }, signal })),
  });
  return (
    <section className="detail" aria-label={`Row ${row.seq}`}>
      <div className="detail-main">
        <h2>Content</h2>
        <RowContent row={row} />
        <JsonBlock name="Attributes" value={row.attributes} />
        <JsonBlock name="Resource" value={row.resource} />
      </div>
      <div className="detail-side">
        <div className="actions">
          <CopyButton label="Copy as JSON" text={JSON.stringify(whole.data ?? row, null, 2)} />
          {row.session_id !== null && (
            <Link to="/sessions/$id" params={{ id: row.session_id }} search={{}} className="button">
              Show the session
            </Link>
          )}
        </div>
        <h2>Facts</h2>
        <FactsOf row={row} />
        <h2>Seal and proof</h2>
        <Result query={whole} rows={4}>
          {(data) => <SealOfRow row={data} />}
        </Result>
      </div>
    </section>
  );
}

function FactsOf({ row }: { readonly row: Decision }) {
  return (
    <Facts
      facts={[
        ['Occurred (client time)', <Time key="t" at={row.occurred_at} />],
        ['Received (agent time)', <Time key="t" at={row.received_at} />],
        ['User (claimed)', actorOf(row)],
        ['Plane', row.plane],
        ['Dataset', row.dataset],
        ['Session', row.session_id],
        ['Turn (prompt.id)', row.correlation_id],
        ['Tool', row.tool_name],
        ['Model', row.model],
        ['Tokens', row.tokens_used === null ? null : count(row.tokens_used)],
        ['Cost', row.cost_usd === null ? null : dollars(row.cost_usd)],
        ['Duration', row.duration_ms === null ? null : duration(row.duration_ms)],
        ['Masked', maskedOf(row)],
      ]}
    />
  );
}

function maskedOf({ redactions }: Decision): string {
  return Object.entries(redactions)
    .map(([entity, times]) => `${entity} × ${times}`)
    .join(', ');
}

function JsonBlock({ name, value }: { readonly name: string; readonly value: object }) {
  const size = Object.keys(value).length;
  if (size === 0) return null;
  return (
    <details>
      <summary>
        {name} ({size})
      </summary>
      <pre>{JSON.stringify(value, null, 2)}</pre>
    </details>
  );
}
