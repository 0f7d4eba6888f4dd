// Which rows to take: the newest, one session, or those of filters, which stand in the URL as on the feed.
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { Selection } from '../../evidence/selection.ts';
import { count } from '../../format/numbers.ts';
import { filtersFrom, type Filters } from '../../state/filters.ts';
import { FilterBar } from '../decisions/filter-bar.tsx';

const KINDS = {
  last: 'the newest rows',
  session: 'one session, whole',
  filter: 'by time and filters',
} as const;

/** What is typed so far. */
interface Draft {
  readonly kind: keyof typeof KINDS;
  readonly rows: string;
  readonly session: string;
}

export function useSelection() {
  const filters = filtersFrom(useSearch({ strict: false }));
  const [draft, setDraft] = useState<Draft>({
    kind: Object.keys(filters).length > 0 ? 'filter' : 'last',
    rows: '1000',
    session: '',
  });
  return { draft, setDraft, filters, selection: selectionOf(draft, filters) };
}

interface Props extends Pick<ReturnType<typeof useSelection>, 'draft' | 'setDraft' | 'filters'> {
  readonly size: number;
}

export function SelectionChoice({ draft, setDraft, filters, size }: Props) {
  const navigate = useNavigate();
  const { kind, rows, session } = draft;
  return (
    <>
      <div className="choices">
        <label>
          Rows
          <select
            value={kind}
            onChange={({ currentTarget }) => setDraft({ ...draft, kind: kindOf(currentTarget.value) })}
          >
            {Object.entries(KINDS).map(([name, text]) => (
              <option key={name} value={name}>
                {text}
              </option>
            ))}
          </select>
        </label>
        {kind === 'last' && (
          <label>
            How many, of {count(size)}
            <input
              inputMode="numeric"
              value={rows}
              onChange={({ currentTarget }) => setDraft({ ...draft, rows: currentTarget.value })}
            />
          </label>
        )}
        {kind === 'session' && (
          <label>
            Session
            <input
              value={session}
              spellCheck={false}
              onChange={({ currentTarget }) => setDraft({ ...draft, session: currentTarget.value })}
            />
          </label>
        )}
      </div>
      {kind === 'filter' && (
        <FilterBar
          key={JSON.stringify(filters)}
          filters={filters}
          onChange={(next) => void navigate({ to: '/evidence', search: next })}
        />
      )}
    </>
  );
}

function kindOf(text: string): Draft['kind'] {
  return text === 'session' || text === 'filter' ? text : 'last';
}

/** undefined: what is typed selects nothing. */
function selectionOf({ kind, rows, session }: Draft, filters: Filters): Selection | undefined {
  if (kind === 'filter') return { kind, filters };
  if (kind === 'session') return session.trim() === '' ? undefined : { kind, id: session.trim() };
  return /^[1-9]\d{0,8}$/.test(rows.trim()) ? { kind, rows: Number(rows) } : undefined;
}
