// The form that places a hold.
import { useState, type SubmitEvent } from 'react';
import type { HoldOrder } from '../../api/administration.ts';
import { Field } from '../../components/field.tsx';
import { formText } from '../../format/form-text.ts';
import { utcOf } from '../../format/local-time.ts';
import { HOLD_SCOPES, holdOrder, type HoldScope } from '../../state/hold-order.ts';

interface Props {
  /** Resolves to whether the hold was placed. */
  readonly onOrder: (order: HoldOrder) => Promise<boolean>;
}

export function HoldForm({ onOrder }: Props) {
  const [scope, setScope] = useState<HoldScope>('user');
  const submit = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget;
    const text = (name: string): string => formText(new FormData(form), name);
    const [since, until] = [utcOf(text('since'), undefined), utcOf(text('until'), undefined)];
    const given = { hold: text('hold'), value: text('value'), since, until, reason: text('reason') };
    if (await onOrder(holdOrder({ ...given, scope }))) form.reset();
  };
  return (
    <form className="form-row" aria-label="Place a hold" onSubmit={(event) => void submit(event)}>
      <Field label="Hold the content of">
        <select
          value={scope}
          onChange={(event) =>
            setScope(HOLD_SCOPES.find(([name]) => name === event.currentTarget.value)?.[0] ?? 'user')
          }
        >
          {HOLD_SCOPES.map(([name, label]) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </select>
      </Field>
      <ScopeFields scope={scope} />
      <Field label="Name of the hold">
        <input
          name="hold"
          maxLength={64}
          pattern="[A-Za-z0-9][A-Za-z0-9._\-]*"
          autoComplete="off"
          placeholder="by default one is made"
        />
      </Field>
      <Field label="Why (stored masked)">
        <input name="reason" maxLength={1000} autoComplete="off" />
      </Field>
      <button type="submit" className="primary">
        Place hold
      </button>
    </form>
  );
}

function ScopeFields({ scope }: { readonly scope: HoldScope }) {
  if (scope === 'tenant') return null;
  if (scope === 'range')
    return (
      <>
        <Field label="Received from">
          <input name="since" type="datetime-local" step="1" required />
        </Field>
        <Field label="Until before">
          <input name="until" type="datetime-local" step="1" required />
        </Field>
      </>
    );
  const label = scope === 'user' ? 'E-mail or id, as the rows have it' : 'Session id';
  return (
    <Field label={label}>
      <input name="value" required maxLength={512} autoComplete="off" spellCheck={false} />
    </Field>
  );
}
