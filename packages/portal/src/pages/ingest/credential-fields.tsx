// The credential that clients are to send with, typed here to be copied along. It stays in this page.
import { Field } from '../../components/field.tsx';
import type { TypedCredential } from '../../state/credential.ts';

interface Props {
  readonly value: TypedCredential;
  readonly onChange: (value: TypedCredential) => void;
}

export function CredentialFields({ value, onChange }: Props) {
  const { kind, org, secret } = value;
  return (
    <>
      <div className="form-row">
        <Field label="Clients send with">
          <select
            value={kind}
            onChange={(event) =>
              onChange({
                kind: event.currentTarget.value === 'licence' ? 'licence' : 'token',
                org: '',
                secret: '',
              })
            }
          >
            <option value="token">an ingest token</option>
            <option value="licence">a licence</option>
          </select>
        </Field>
        {kind === 'licence' && (
          <Field label="Org of the licence">
            <input
              value={org}
              onChange={(event) => onChange({ ...value, org: event.currentTarget.value.trim() })}
              autoComplete="off"
            />
          </Field>
        )}
        <Field label={kind === 'licence' ? 'Licence, to copy along' : 'Ingest token, to copy along'}>
          <input
            type="password"
            value={secret}
            onChange={(event) => onChange({ ...value, secret: event.currentTarget.value.trim() })}
            autoComplete="off"
            spellCheck={false}
            placeholder="optional"
          />
        </Field>
      </div>
      <p className="quiet">
        What you type stays in this page: it is put into what you copy, shown nowhere and sent nowhere. A
        token for clients has a scope such as <code>ingest:*</code> and can read nothing.
      </p>
    </>
  );
}
