// How to set a client up: a tab for each kind, the text that the `setup` commands print, copied with one press.
import { Tabs } from '@base-ui/react/tabs';
import { useState } from 'react';
import { CONTENT_SWITCHES, SETUP_KINDS, type SetupKind, type SetupShell } from '../../state/setup-kinds.ts';
import type { TypedCredential } from '../../state/credential.ts';
import { CredentialFields } from './credential-fields.tsx';
import { SetupText } from './setup-text.tsx';

export function SetupGuide() {
  const [credential, setCredential] = useState<TypedCredential>({ kind: 'token', org: '', secret: '' });
  const [content, setContent] = useState<readonly string[]>([]);
  return (
    <section className="part" aria-labelledby="setup">
      <h2 id="setup">Set a client up</h2>
      <CredentialFields value={credential} onChange={setCredential} />
      <ContentChoice value={content} onChange={setContent} />
      <Tabs.Root defaultValue={SETUP_KINDS[0].kind}>
        <Tabs.List className="tabs" aria-label="What to set up">
          {SETUP_KINDS.map(({ kind, name }) => (
            <Tabs.Tab key={kind} value={kind} className="tab">
              {name}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {SETUP_KINDS.map((kind) => (
          <Tabs.Panel key={kind.kind} value={kind.kind} className="tab-panel">
            <Kind kind={kind} credential={credential} content={content} />
          </Tabs.Panel>
        ))}
      </Tabs.Root>
    </section>
  );
}

interface ContentProps {
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
}

function ContentChoice({ value, onChange }: ContentProps) {
  return (
    <fieldset className="choices">
      <legend>Sent besides metadata</legend>
      {CONTENT_SWITCHES.map(([name, label]) => (
        <label key={name}>
          <input
            type="checkbox"
            checked={value.includes(name)}
            onChange={(event) =>
              onChange(event.currentTarget.checked ? [...value, name] : value.filter((one) => one !== name))
            }
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}

interface KindProps {
  readonly kind: SetupKind;
  readonly credential: TypedCredential;
  readonly content: readonly string[];
}

function Kind({ kind: { kind, shells }, credential, content }: KindProps) {
  const [shell, setShell] = useState<SetupShell | undefined>(shells[0]);
  return (
    <>
      {shell !== undefined && (
        <label className="field">
          <span>Shell</span>
          <select
            value={shell}
            onChange={(event) => setShell(shells.find((one) => one === event.currentTarget.value))}
          >
            {shells.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
      )}
      <SetupText kind={kind} shell={shell} credential={credential} content={content} />
    </>
  );
}
