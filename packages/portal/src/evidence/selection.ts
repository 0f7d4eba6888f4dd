// Which rows are taken out of the house, as the export names them.
import { feedQuery } from '../api/feed-query.ts';
import type { ExportQuery } from '../api/read-export.ts';
import type { Filters } from '../state/filters.ts';

export type Selection =
  | { readonly kind: 'last'; readonly rows: number }
  | { readonly kind: 'session'; readonly id: string }
  | { readonly kind: 'filter'; readonly filters: Filters };

/** @param size rows of the chain, at least 1 @param since size of the tree that is remembered, or undefined */
export function exportQuery(selection: Selection, size: number, since: number | undefined): ExportQuery {
  const isHeld = since !== undefined && since <= size;
  return { format: 'bundle', ...rowsOf(selection, size), ...(isHeld && { since_size: String(since) }) };
}

function rowsOf(selection: Selection, size: number): Omit<ExportQuery, 'format'> {
  switch (selection.kind) {
    case 'last':
      return { from: Math.max(1, size - selection.rows + 1), through: size };
    case 'session':
      return { session: selection.id };
    case 'filter':
      return feedQuery(selection.filters);
  }
}
