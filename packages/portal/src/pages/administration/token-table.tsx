// Tokens as a table: what each may do, when it was last used, whether it still works.
import { useContext, useMemo } from 'react';
import type { Token } from '../../api/administration.ts';
import { Ago } from '../../components/ago.tsx';
import { Badge } from '../../components/badge.tsx';
import { DataTable, type Columns } from '../../components/data-table.tsx';
import { Empty } from '../../components/states.tsx';
import { Time } from '../../components/time.tsx';
import { shortened } from '../../format/content.ts';
import { Now } from '../../state/now.ts';

interface Props {
  readonly tokens: readonly Token[];
  readonly onRevoke: (token: Token) => void;
}

export function TokenTable({ tokens, onRevoke }: Props) {
  const columns = useMemo(() => columnsWith(onRevoke), [onRevoke]);
  if (tokens.length === 0) return <Empty title="This tenant has no tokens." />;
  return <DataTable name="Tokens" columns={columns} rows={tokens} rowId={({ id }) => id} />;
}

/** Tokens need no name: then the beginning of the id. */
export function nameOf({ name, id }: Token): string {
  return name === '' ? id.slice(0, 8) : name;
}

const columnsWith = (onRevoke: Props['onRevoke']): Columns<Token> => [
  {
    id: 'name',
    header: 'Name',
    cell: ({ row: { original } }) => <span title={original.id}>{shortened(nameOf(original))}</span>,
  },
  { id: 'scopes', header: 'May', cell: ({ row }) => <code>{row.original.scopes.join(', ')}</code> },
  { id: 'user', header: 'Whose rows', cell: ({ row }) => row.original.user_email ?? '–' },
  { id: 'used', header: 'Last used', cell: ({ row }) => <Ago at={row.original.last_used_at} /> },
  {
    id: 'expires',
    header: 'Ends',
    cell: ({ row: { original } }) =>
      original.expires_at === null ? 'never' : <Time at={original.expires_at} form="short" />,
  },
  { id: 'state', header: 'State', cell: ({ row }) => <State token={row.original} /> },
  {
    id: 'act',
    header: () => <span className="hidden">Act</span>,
    cell: ({ row }) => <RevokeButton token={row.original} onRevoke={onRevoke} />,
  },
];

const TONES = { works: 'good', expired: 'plain', revoked: 'bad' } as const;

function State({ token }: { readonly token: Token }) {
  const state = stateOf(token, useContext(Now));
  return <Badge tone={TONES[state]}>{state}</Badge>;
}

interface RevokeProps extends Pick<Props, 'onRevoke'> {
  readonly token: Token;
}

function RevokeButton({ token, onRevoke }: RevokeProps) {
  if (stateOf(token, useContext(Now)) !== 'works') return null;
  return (
    <button
      type="button"
      className="danger"
      aria-label={`Revoke ${nameOf(token)}`}
      onClick={() => onRevoke(token)}
    >
      Revoke
    </button>
  );
}

function stateOf({ revoked_at, expires_at }: Token, now: number): keyof typeof TONES {
  if (revoked_at !== null) return 'revoked';
  return expires_at !== null && Date.parse(expires_at) <= now ? 'expired' : 'works';
}
