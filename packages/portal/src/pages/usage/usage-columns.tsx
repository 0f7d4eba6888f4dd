// The columns of the usage table, and those of its file.
import type { UsageRow } from '../../api/types.ts';
import type { Columns } from '../../components/data-table.tsx';
import { shortened } from '../../format/content.ts';
import { compact, count, dollars } from '../../format/numbers.ts';
import type { Figure } from '../../state/figures.ts';

export function nameOf({ group }: UsageRow): string {
  return group ?? 'none';
}

const figure = (
  id: Figure | 'users' | 'sessions',
  header: string,
  format = compact,
): Columns<UsageRow>[number] => ({
  id,
  header,
  accessorFn: (row) => row[id],
  sortFn: 'basic',
  cell: ({ row }) => (
    <span className="number" title={count(row.original[id])}>
      {format(row.original[id])}
    </span>
  ),
});

export const USAGE_COLUMNS: Columns<UsageRow> = [
  {
    id: 'group',
    header: 'Group',
    accessorFn: nameOf,
    sortFn: 'alphanumeric',
    cell: ({ row }) => <span title={nameOf(row.original)}>{shortened(nameOf(row.original))}</span>,
  },
  figure('cost_usd', 'Cost', dollars),
  figure('tokens_used', 'Tokens'),
  figure('prompts', 'Prompts'),
  figure('tool_calls', 'Tool calls'),
  figure('approvals', 'Approved'),
  figure('rejections', 'Rejected'),
  figure('errors', 'Errors'),
  figure('sessions', 'Sessions'),
  figure('users', 'Users'),
];

export const CSV_COLUMNS = [
  'group',
  'events',
  'prompts',
  'tool_calls',
  'approvals',
  'rejections',
  'api_requests',
  'errors',
  'redacted',
  'sessions',
  'users',
  'tokens_input',
  'tokens_output',
  'tokens_cache_read',
  'tokens_cache_creation',
  'tokens_used',
  'cost_usd',
] as const satisfies readonly (keyof UsageRow)[];
