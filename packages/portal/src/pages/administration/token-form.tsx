// The form that orders a token.
import { useQuery } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { listDatasets, type TokenOrder } from '../../api/administration.ts';
import { useApi } from '../../api/session.tsx';
import { Field } from '../../components/field.tsx';
import { formText } from '../../format/form-text.ts';
import { EXPIRIES, PURPOSES, tokenOrder, type Purpose } from '../../state/token-order.ts';

interface Props {
  /** Resolves to whether the token was made. */
  readonly onOrder: (order: TokenOrder) => Promise<boolean>;
}

export function TokenForm({ onOrder }: Props) {
  const [purpose, setPurpose] = useState<Purpose>('send');
  const submit = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget;
    const text = (name: string): string => formText(new FormData(form), name);
    const [name, dataset, user, expiry] = [text('name'), text('dataset'), text('user'), text('expiry')];
    if (await onOrder(tokenOrder({ name, purpose, dataset, user, expiry }, Date.now()))) form.reset();
  };
  return (
    <form className="form-row" aria-label="Make a token" onSubmit={(event) => void submit(event)}>
      <Field label="What it is for">
        <input name="name" required maxLength={200} autoComplete="off" placeholder="laptops of team core" />
      </Field>
      <Field label="It may">
        <select
          value={purpose}
          onChange={(event) =>
            setPurpose(PURPOSES.find(([name]) => name === event.currentTarget.value)?.[0] ?? 'send')
          }
        >
          {PURPOSES.map(([name, label]) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </select>
      </Field>
      {purpose === 'send' && <DatasetField />}
      {purpose === 'read:own' && (
        <Field label="Whose rows (e-mail)">
          <input name="user" type="email" required maxLength={320} autoComplete="off" />
        </Field>
      )}
      <Field label="Ends">
        <select name="expiry" defaultValue="90">
          {EXPIRIES.map(([value, label]) => (
            <option key={value} value={value}>
              {value === 'never' ? label : `in ${label}`}
            </option>
          ))}
        </select>
      </Field>
      <button type="submit" className="primary">
        Make token
      </button>
    </form>
  );
}

function DatasetField() {
  const api = useApi();
  const { data } = useQuery({ queryKey: ['datasets'], queryFn: (query) => listDatasets(api, query) });
  return (
    <Field label="To">
      <select name="dataset">
        <option value="">every dataset</option>
        {data?.datasets.map(({ name }) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </Field>
  );
}
