// Licences of the tenant: what its signed rows tell of them, and revoking one. Issuing is a command.
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { listLicences, revokeLicence, type Licence } from '../../api/administration.ts';
import { useApi, useIdentity } from '../../api/session.tsx';
import { useActs } from '../../api/use-acts.ts';
import { ActNotice } from '../../components/act-notice.tsx';
import { Badge } from '../../components/badge.tsx';
import { CommandLine } from '../../components/command-line.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { DataTable, type Columns } from '../../components/data-table.tsx';
import { Result } from '../../components/result.tsx';
import { Empty } from '../../components/states.tsx';
import { Time } from '../../components/time.tsx';

export function LicencesPanel() {
  const api = useApi();
  const acts = useActs('licences');
  const { org, tenant } = useIdentity();
  const [doomed, setDoomed] = useState<string>();
  const columns = useMemo(() => columnsWith(setDoomed), []);
  const list = useQuery({ queryKey: ['licences'], queryFn: (query) => listLicences(api, query) });
  return (
    <>
      <p>
        The issuer&rsquo;s key signs for every org, so licences are issued where it lies and not over the
        network:
      </p>
      <CommandLine
        text={`pnpm agent license issue --org ${word(org)} --tenant ${word(tenant)} --expires 365d`}
      />
      <ActNotice acts={acts} />
      <Result query={list} rows={4}>
        {({ licences }) =>
          licences.length === 0 ? (
            <Empty title="The chain tells of no licence for this tenant." />
          ) : (
            <DataTable name="Licences" columns={columns} rows={licences} rowId={({ id }) => id} />
          )
        }
      </Result>
      {doomed !== undefined && (
        <ConfirmDialog
          title="Revoke this licence?"
          word={doomed.slice(0, 8)}
          action="Revoke"
          onConfirm={() => acts.perform('The licence is revoked.', () => revokeLicence(api, doomed))}
          onClose={() => setDoomed(undefined)}
        >
          Every machine that has it is refused from its next batch on, and drops what it cannot send. It
          cannot be taken back. Agents on other hosts keep a list of their own: revoke it there as well.
        </ConfirmDialog>
      )}
    </>
  );
}

/** For the shells of this page's readers: what is no plain word is quoted. */
function word(text: string): string {
  return /^[\w.@-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

const TONES = { valid: 'good', grace: 'warn', expired: 'plain', revoked: 'bad' } as const;
const STATES = {
  valid: 'valid',
  grace: 'expired, in its days of grace',
  expired: 'expired',
  revoked: 'revoked',
} as const;

const columnsWith = (onRevoke: (id: string) => void): Columns<Licence> => [
  {
    id: 'id',
    header: 'Licence',
    cell: ({ row: { original } }) => (
      <code title={`${original.id}, row ${original.seq}`}>{original.id.slice(0, 8)}</code>
    ),
  },
  { id: 'features', header: 'Features', cell: ({ row }) => row.original.features.join(', ') || 'none' },
  { id: 'issued', header: 'Issued', cell: ({ row }) => <Time at={row.original.issued_at} form="short" /> },
  { id: 'expires', header: 'Ends', cell: ({ row }) => <Time at={row.original.expires_at} form="short" /> },
  { id: 'state', header: 'State', cell: ({ row }) => <State licence={row.original} /> },
  {
    id: 'act',
    header: () => <span className="hidden">Act</span>,
    cell: ({ row: { original } }) =>
      original.refused_here || original.state === 'expired' ? null : (
        <button
          type="button"
          className="danger"
          aria-label={`Revoke ${original.id.slice(0, 8)}`}
          onClick={() => onRevoke(original.id)}
        >
          Revoke
        </button>
      ),
  },
];

function State({ licence: { state, refused_here } }: { readonly licence: Licence }) {
  if (state === 'revoked' && !refused_here)
    return <Badge tone="warn">revoked, and let in by this agent</Badge>;
  return <Badge tone={TONES[state]}>{STATES[state]}</Badge>;
}
