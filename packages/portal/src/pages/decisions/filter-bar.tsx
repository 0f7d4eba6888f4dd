// The filters of the feed as a form, and those in force as chips that can be taken away one by one.
import type { SubmitEvent } from 'react';
import { attributeFilter, filtersFrom, withFilter, type Filters } from '../../state/filters.ts';
import { localInput, utcOf } from '../../format/local-time.ts';

const EVENTS = [
  'user_prompt',
  'assistant_response',
  'tool_decision',
  'tool_result',
  'api_request',
  'api_error',
];

interface Props {
  readonly filters: Filters;
  readonly onChange: (filters: Filters) => void;
}

export function FilterBar({ filters, onChange }: Props) {
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    onChange(read(new FormData(event.currentTarget), filters));
  };
  return (
    <>
      <form className="filters" role="search" aria-label="Filter decisions" onSubmit={submit}>
        <Choice name="decision" label="Decision" value={filters['decision']} options={DECISIONS} />
        <Choice name="plane" label="Plane" value={filters['plane']} options={PLANES} />
        <Field name="event" label="Event" value={filters['event']} list="events" />
        <Field name="user_email" label="User email" value={filters['user_email']} />
        <Field name="tool_name" label="Tool" value={filters['tool_name']} />
        <Field name="model" label="Model" value={filters['model']} />
        <Field name="since" label="From" type="datetime-local" value={localInput(filters['since'])} />
        <Field name="until" label="Before" type="datetime-local" value={localInput(filters['until'])} />
        <Field name="attribute" label="Attribute" value={undefined} placeholder="team=core" />
        <datalist id="events">
          {EVENTS.map((event) => (
            <option key={event} value={event} />
          ))}
        </datalist>
        <button type="submit" className="primary">
          Apply
        </button>
      </form>
      <Chips filters={filters} onChange={onChange} />
    </>
  );
}

const DECISIONS = ['allowed', 'blocked', 'redacted', 'needs_approval', 'error'];
const PLANES = ['claude_code', 'cowork', 'agent'];
const FIELDS = ['decision', 'plane', 'event', 'user_email', 'tool_name', 'model'];

/** What the form has no field for (a session, an attribute) stays as it is. */
function read(form: FormData, before: Filters): Filters {
  const text = (name: string): string => {
    const value = form.get(name);
    return typeof value === 'string' ? value : '';
  };
  const given = Object.fromEntries(FIELDS.map((name) => [name, text(name)]));
  const attribute = attributeFilter(text('attribute'));
  return filtersFrom({
    ...before,
    ...given,
    since: utcOf(text('since'), before['since']),
    until: utcOf(text('until'), before['until']),
    ...(attribute && { [attribute[0]]: attribute[1] }),
  });
}

function Chips({ filters, onChange }: Props) {
  const given = Object.entries(filters);
  if (given.length === 0) return null;
  return (
    <ul className="chips" aria-label="Filters in force">
      {given.map(([name, value]) => (
        <li key={name}>
          <button
            type="button"
            aria-label={`Remove filter ${name} ${value}`}
            onClick={() => onChange(withFilter(filters, name, undefined))}
          >
            <b>{name}</b> {value} <span aria-hidden="true">×</span>
          </button>
        </li>
      ))}
      <li>
        <button type="button" onClick={() => onChange({})}>
          Clear all
        </button>
      </li>
    </ul>
  );
}

interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly value: string | undefined;
  readonly type?: string;
  readonly list?: string;
  readonly placeholder?: string;
}

function Field({ label, value, type = 'text', ...rest }: FieldProps) {
  return (
    <label>
      <span>{label}</span>
      <input {...rest} type={type} defaultValue={value} autoComplete="off" spellCheck={false} step="1" />
    </label>
  );
}

interface ChoiceProps extends Omit<FieldProps, 'type' | 'list'> {
  readonly options: readonly string[];
}

function Choice({ name, label, value, options }: ChoiceProps) {
  const all = value === undefined || options.includes(value) ? options : [...options, value];
  return (
    <label>
      <span>{label}</span>
      <select
        name={name}
        defaultValue={value ?? ''}
        onChange={(event) => event.currentTarget.form?.requestSubmit()}
      >
        <option value="">any</option>
        {all.map((option) => (
          <option key={option}>{option}</option>
        ))}
      </select>
    </label>
  );
}
