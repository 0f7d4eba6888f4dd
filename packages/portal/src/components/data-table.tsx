// A table of rows that can be sorted by its columns and, where there is more to say, opened row by row.
import {
  createSortedRowModel,
  rowSortingFeature,
  sortFn_alphanumeric,
  sortFn_basic,
  tableFeatures,
  useTable,
  type ColumnDef,
} from '@tanstack/react-table';
import { Fragment, type ReactNode } from 'react';

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { alphanumeric: sortFn_alphanumeric, basic: sortFn_basic },
});

// The value type differs from column to column; the library's own helper types it per column in the same way.
export type Columns<T extends object> = readonly ColumnDef<typeof features, T>[];

interface Props<T extends object> {
  readonly name: string;
  readonly className?: string;
  readonly columns: Columns<T>;
  readonly rows: readonly T[];
  readonly rowId: (row: T) => string;
  /** Off where the rows are one page of many. */
  readonly sortable?: boolean;
  readonly isOpen?: (row: T) => boolean;
  readonly detail?: (row: T) => ReactNode;
}

export function DataTable<T extends object>(props: Props<T>) {
  const { name, columns, rows, rowId, sortable = false } = props;
  const table = useTable({
    features,
    columns,
    data: rows,
    getRowId: rowId,
    enableSorting: sortable,
  });
  return (
    <div className={`table-frame ${props.className ?? ''}`} role="region" aria-label={name} tabIndex={0}>
      <table>
        <caption className="hidden">{name}</caption>
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {group.headers.map((header) => (
                <th
                  key={header.id}
                  className={`col-${header.column.id}`}
                  scope="col"
                  aria-sort={sortState(header.column.getIsSorted())}
                >
                  {header.column.getCanSort() ? (
                    <button type="button" className="sort" onClick={header.column.getToggleSortingHandler()}>
                      <table.FlexRender header={header} />
                      <span aria-hidden="true">{SIGNS[String(header.column.getIsSorted())] ?? '↕'}</span>
                    </button>
                  ) : (
                    <table.FlexRender header={header} />
                  )}
                </th>
              ))}
            </tr>
          ))}
        </thead>
        <tbody>
          {table.getRowModel().rows.map((row) => (
            <Fragment key={row.id}>
              <tr data-row={row.id}>
                {row.getAllCells().map((cell) => (
                  <td key={cell.id} className={`col-${cell.column.id}`}>
                    <table.FlexRender cell={cell} />
                  </td>
                ))}
              </tr>
              {props.isOpen?.(row.original) === true && (
                <tr className="detail-row" id={`detail-${row.id}`}>
                  <td colSpan={row.getAllCells().length}>{props.detail?.(row.original)}</td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const SIGNS: Readonly<Record<string, string>> = { asc: '↑', desc: '↓' };

function sortState(sorted: false | 'asc' | 'desc'): 'ascending' | 'descending' | 'none' | undefined {
  if (sorted === false) return undefined;
  return sorted === 'asc' ? 'ascending' : 'descending';
}
