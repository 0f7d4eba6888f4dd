// One set-up text with its notes, as the agent renders it, and a button that copies it with the credential in its place.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { readSetup, type IngestSetup } from '../../api/ingest.ts';
import { useApi } from '../../api/session.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { Result } from '../../components/result.tsx';
import { credentialText, type TypedCredential } from '../../state/credential.ts';
import type { SetupKindName, SetupShell } from '../../state/setup-kinds.ts';

interface Props {
  readonly kind: SetupKindName;
  readonly shell: SetupShell | undefined;
  readonly credential: TypedCredential;
  readonly content: readonly string[];
}

export function SetupText({ kind, shell, credential, content }: Props) {
  const api = useApi();
  const choice = {
    kind,
    ...(shell !== undefined && { shell }),
    credential: credential.kind,
    // As this browser reaches the agent: clients most likely do as well.
    endpoint: location.origin,
    content: content.join(','),
  };
  const setup = useQuery({
    queryKey: ['ingest-setup', choice],
    queryFn: ({ signal }) => readSetup(api, choice, signal),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  });
  return (
    <Result query={setup} rows={6}>
      {(data) => <Text setup={data} credential={credential} />}
    </Result>
  );
}

function Text({ setup, credential }: { readonly setup: IngestSetup; readonly credential: TypedCredential }) {
  const { text, placeholder, notes, places } = setup;
  const filled = credentialText(credential);
  return (
    <>
      <div className="command">
        <pre aria-label="Text to paste">
          <Marked text={text} placeholder={placeholder} />
        </pre>
        {filled === undefined ? (
          <CopyButton label="Copy with placeholder" text={text} />
        ) : (
          <CopyButton label="Copy with credential" text={text.replaceAll(placeholder, filled)} />
        )}
      </div>
      <ul className="notes">
        {credential.kind === 'licence' && filled === undefined && (
          <li>
            In place of <code>{placeholder}</code> goes the base64 of <code>org:licence</code>.
          </li>
        )}
        {Object.entries(places ?? {}).map(([platform, place]) => (
          <li key={platform}>
            {platform}: <code>{place}</code>
          </li>
        ))}
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </>
  );
}

/** The place of the credential stands out. */
function Marked({ text, placeholder }: { readonly text: string; readonly placeholder: string }) {
  return text.split(placeholder).map((piece, index) => (
    <span key={index}>
      {index > 0 && <mark className="entity">{placeholder}</mark>}
      {piece}
    </span>
  ));
}
