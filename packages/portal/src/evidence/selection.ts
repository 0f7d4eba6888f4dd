// Which rows are taken out of the house, as the export names them.
import type { Filters } from '../state/filters.ts';

/** Names and values of the export; what is undefined is not asked for. */
export type ExportQuery = Readonly<Record<string, string | undefined>>;

export type Selection =
  | { readonly kind: 'last'; readonly rows: number }
  | { readonly kind: 'session'; readonly id: string }
  | { readonly kind: 'filter'; readonly filters: Filters };

/** @param size rows of the chain, at least 1 @param since size of the tree that is remembered, or undefined */
export function exportParameters(selection: Selection, size: number, since: number | undefined): ExportQuery {
  const held = since === undefined || since > size ? undefined : String(since);
  return { format: 'bundle', ...rowsOf(selection, size), since_size: held };
}

function rowsOf(selection: Selection, size: number): ExportQuery {
  switch (selection.kind) {
    case 'last':
      return { from: String(Math.max(1, size - selection.rows + 1)), through: String(size) };
    case 'session':
      return { session: selection.id };
    case 'filter':
      return selection.filters;
  }
}
