// Findings of a verification in plain words, wherever it ran.
import { DataTable, type Columns } from '../../components/data-table.tsx';
import { plainKind } from '../../evidence/kinds.ts';
import { count } from '../../format/numbers.ts';

export interface Finding {
  readonly tenant: string;
  readonly seq: number;
  readonly through: number;
  readonly kind: string;
  readonly detail: string;
}

const SHOWN = 200;

export function FindingsTable({
  name,
  findings,
}: {
  readonly name: string;
  readonly findings: readonly Finding[];
}) {
  if (findings.length === 0) return null;
  return (
    <>
      <DataTable
        name={name}
        columns={COLUMNS}
        rows={findings.slice(0, SHOWN)}
        rowId={({ tenant, seq, through, kind }) => JSON.stringify([tenant, seq, through, kind])}
      />
      {findings.length > SHOWN && (
        <p role="note">
          The first {SHOWN} of {count(findings.length)} findings.
        </p>
      )}
    </>
  );
}

const COLUMNS: Columns<Finding> = [
  { id: 'tenant', header: 'Tenant', cell: ({ row }) => row.original.tenant },
  { id: 'row', header: 'Row', cell: ({ row }) => rowsOf(row.original) },
  { id: 'kind', header: 'Kind', cell: ({ row }) => <code>{row.original.kind}</code> },
  { id: 'meaning', header: 'What it means', cell: ({ row }) => plainKind(row.original.kind) },
  { id: 'detail', header: 'What was found', cell: ({ row }) => row.original.detail },
];

function rowsOf({ seq, through }: Finding): string {
  return seq === through ? count(seq) : `${count(seq)} to ${count(through)}`;
}
