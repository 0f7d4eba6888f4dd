// Keys that sign rows: state and fingerprint, to be compared with what auditors pinned. Changing them is a command.
import { useQuery } from '@tanstack/react-query';
import { listKeys, type Key } from '../../api/administration.ts';
import { useApi } from '../../api/session.tsx';
import { Badge } from '../../components/badge.tsx';
import { CommandLine } from '../../components/command-line.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { DataTable, type Columns } from '../../components/data-table.tsx';
import { Result } from '../../components/result.tsx';
import { Time } from '../../components/time.tsx';

export function KeysPanel() {
  const api = useApi();
  const list = useQuery({ queryKey: ['keys'], queryFn: (query) => listKeys(api, query) });
  return (
    <>
      <p>
        Auditors pin these, from you and by another way than this page. A rotation changes the key of every
        tenant and overwrites the old one, so it is done where the keys lie:
      </p>
      <CommandLine text={'pnpm agent keys rotate --reason "yearly"'} />
      <Result query={list} rows={3}>
        {({ keys, licence_issuers }) => (
          <>
            <DataTable name="Keys" columns={COLUMNS} rows={keys} rowId={({ key_id }) => key_id} />
            <section className="part" aria-labelledby="issuers">
              <h3 id="issuers">Issuers whose licences are believed</h3>
              <ul className="notes">
                {licence_issuers.map(({ key_id }) => (
                  <li key={key_id}>
                    <code>{key_id}</code>
                  </li>
                ))}
              </ul>
            </section>
          </>
        )}
      </Result>
    </>
  );
}

const TONES = { current: 'good', next: 'info', retired: 'plain', lost: 'bad' } as const;

const COLUMNS: Columns<Key> = [
  {
    id: 'state',
    header: 'State',
    cell: ({ row: { original } }) => (
      <span className="actions">
        <Badge tone={TONES[original.state]}>{original.state}</Badge>
        {original.compromised_since !== null && <Badge tone="bad">compromised</Badge>}
      </span>
    ),
  },
  {
    id: 'fingerprint',
    header: 'Fingerprint (SHA-256)',
    cell: ({ row }) => <code className="whole">{grouped(row.original.fingerprint)}</code>,
  },
  {
    id: 'retired',
    header: 'Retired',
    cell: ({ row: { original } }) =>
      original.retired_at === null ? '–' : <Time at={original.retired_at} form="short" />,
  },
  {
    id: 'compromised',
    header: 'Proves nothing since',
    cell: ({ row: { original } }) =>
      original.compromised_since === null ? '–' : <Time at={original.compromised_since} form="short" />,
  },
  {
    id: 'act',
    header: 'Public key',
    cell: ({ row }) => <CopyButton label="Copy PEM" text={row.original.public_key} />,
  },
];

/** Groups of eight are read over the telephone. */
function grouped(hex: string): string {
  return hex.replaceAll(/.{8}(?!$)/g, '$& ');
}
