// Datasets of the tenant: listed, made, deleted while they are empty.
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState, type SubmitEvent } from 'react';
import { createDataset, deleteDataset, listDatasets, type Dataset } from '../../api/administration.ts';
import { useApi } from '../../api/session.tsx';
import { useActs } from '../../api/use-acts.ts';
import { ActNotice } from '../../components/act-notice.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { DataTable, type Columns } from '../../components/data-table.tsx';
import { Field } from '../../components/field.tsx';
import { Result } from '../../components/result.tsx';
import { Time } from '../../components/time.tsx';
import { formText } from '../../format/form-text.ts';

export function DatasetsPanel() {
  const api = useApi();
  const acts = useActs('datasets');
  const [doomed, setDoomed] = useState<string>();
  const columns = useMemo(() => columnsWith(setDoomed), []);
  const list = useQuery({ queryKey: ['datasets'], queryFn: (query) => listDatasets(api, query) });
  const create = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const name = formText(data, 'name');
    const kind = formText(data, 'kind') === 'metrics' ? 'metrics' : 'logs';
    const made = await acts.attempt(`${name} is made.`, () => createDataset(api, { name, kind }));
    if (made !== undefined) form.reset();
  };
  return (
    <>
      <p className="quiet">Named destinations inside the tenant. Credentials can be bound to one of them.</p>
      <form className="form-row" aria-label="Make a dataset" onSubmit={(event) => void create(event)}>
        <Field label="Name">
          <input name="name" required maxLength={63} pattern="[a-z0-9][a-z0-9._\-]*" autoComplete="off" />
        </Field>
        <Field label="Takes">
          <select name="kind">
            <option>logs</option>
            <option>metrics</option>
          </select>
        </Field>
        <button type="submit" className="primary">
          Make dataset
        </button>
      </form>
      <ActNotice acts={acts} />
      <Result query={list} rows={4}>
        {({ datasets }) => (
          <DataTable name="Datasets" columns={columns} rows={datasets} rowId={({ name }) => name} />
        )}
      </Result>
      {doomed !== undefined && (
        <ConfirmDialog
          title={`Delete the dataset ${doomed}?`}
          word={doomed}
          action="Delete"
          onConfirm={() => acts.perform(`${doomed} is deleted.`, () => deleteDataset(api, doomed))}
          onClose={() => setDoomed(undefined)}
        >
          Requests that name it are refused from then on. A dataset that holds records cannot be deleted.
        </ConfirmDialog>
      )}
    </>
  );
}

const columnsWith = (onDelete: (name: string) => void): Columns<Dataset> => [
  { id: 'name', header: 'Name', cell: ({ row }) => <code>{row.original.name}</code> },
  { id: 'kind', header: 'Takes', cell: ({ row }) => row.original.kind },
  {
    id: 'made',
    header: 'Made',
    cell: ({ row: { original } }) =>
      original.created_at === null ? 'every tenant has it' : <Time at={original.created_at} />,
  },
  {
    id: 'act',
    header: () => <span className="hidden">Act</span>,
    cell: ({ row: { original } }) =>
      original.default ? null : (
        <button
          type="button"
          className="danger"
          aria-label={`Delete ${original.name}`}
          onClick={() => onDelete(original.name)}
        >
          Delete
        </button>
      ),
  },
];
