// Tokens as a table: what each may do, when it was last used, whether it still works.
import type { Token } from '../../api/administration.ts';
import { Ago } from '../../components/ago.tsx';
import { Badge } from '../../components/badge.tsx';
import { DataTable, type Columns } from '../../components/data-table.tsx';
import { Empty } from '../../components/states.tsx';
import { Time } from '../../components/time.tsx';
import { shortened } from '../../format/content.ts';

interface Props {
  readonly tokens: readonly Token[];
  readonly now: number;
  readonly onRevoke: (token: Token) => void;
}

export function TokenTable({ tokens, now, onRevoke }: Props) {
  if (tokens.length === 0) return <Empty title="This tenant has no tokens." />;
  return (
    <DataTable name="Tokens" columns={columnsWith(now, onRevoke)} rows={tokens} rowId={({ id }) => id} />
  );
}

/** Tokens need no name: then the beginning of the id. */
export function nameOf({ name, id }: Token): string {
  return name === '' ? id.slice(0, 8) : name;
}

const columnsWith = (now: number, onRevoke: Props['onRevoke']): Columns<Token> => [
  {
    id: 'name',
    header: 'Name',
    cell: ({ row: { original } }) => <span title={original.id}>{shortened(nameOf(original))}</span>,
  },
  { id: 'scopes', header: 'May', cell: ({ row }) => <code>{row.original.scopes.join(', ')}</code> },
  { id: 'user', header: 'Whose rows', cell: ({ row }) => row.original.user_email ?? '–' },
  { id: 'used', header: 'Last used', cell: ({ row }) => <Ago at={row.original.last_used_at} now={now} /> },
  {
    id: 'expires',
    header: 'Ends',
    cell: ({ row: { original } }) =>
      original.expires_at === null ? 'never' : <Time at={original.expires_at} form="short" />,
  },
  { id: 'state', header: 'State', cell: ({ row }) => <State token={row.original} now={now} /> },
  {
    id: 'act',
    header: () => <span className="hidden">Act</span>,
    cell: ({ row: { original } }) =>
      stateOf(original, now) === 'works' ? (
        <button
          type="button"
          className="danger"
          aria-label={`Revoke ${nameOf(original)}`}
          onClick={() => onRevoke(original)}
        >
          Revoke
        </button>
      ) : null,
  },
];

const TONES = { works: 'good', expired: 'plain', revoked: 'bad' } as const;

function State({ token, now }: { readonly token: Token; readonly now: number }) {
  const state = stateOf(token, now);
  return <Badge tone={TONES[state]}>{state}</Badge>;
}

function stateOf({ revoked_at, expires_at }: Token, now: number): keyof typeof TONES {
  if (revoked_at !== null) return 'revoked';
  return expires_at !== null && Date.parse(expires_at) <= now ? 'expired' : 'works';
}
