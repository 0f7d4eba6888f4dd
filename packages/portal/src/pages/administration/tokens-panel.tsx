// Tokens of the tenant: made and shown once, listed without their secrets, revoked.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { createToken, listTokens, revokeToken, type NewToken, type Token } from '../../api/administration.ts';
import { useApi } from '../../api/session.tsx';
import { useActs } from '../../api/use-acts.ts';
import { ActNotice } from '../../components/act-notice.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { Result } from '../../components/result.tsx';
import { Now } from '../../state/now.ts';
import { TokenForm } from './token-form.tsx';
import { nameOf, TokenTable } from './token-table.tsx';

export function TokensPanel() {
  const api = useApi();
  const acts = useActs('tokens');
  const [made, setMade] = useState<NewToken>();
  const [doomed, setDoomed] = useState<Token>();
  const list = useQuery({ queryKey: ['tokens'], queryFn: (query) => listTokens(api, query) });
  return (
    <>
      <TokenForm
        onOrder={async (order) => {
          const token = await acts.attempt('The token is made.', () => createToken(api, order));
          if (token !== undefined) setMade(token);
          return token !== undefined;
        }}
      />
      <ActNotice acts={acts} />
      {made !== undefined && <ShownOnce token={made} onDone={() => setMade(undefined)} />}
      <Result query={list} rows={6}>
        {({ tokens }) => (
          <Now value={list.dataUpdatedAt}>
            <TokenTable tokens={tokens} onRevoke={setDoomed} />
          </Now>
        )}
      </Result>
      {doomed !== undefined && (
        <ConfirmDialog
          title="Revoke this token?"
          word={nameOf(doomed)}
          action="Revoke"
          onConfirm={async () => {
            await acts.perform(`${nameOf(doomed)} is revoked.`, () => revokeToken(api, doomed.id));
            if (made?.id === doomed.id) setMade(undefined);
          }}
          onClose={() => setDoomed(undefined)}
        >
          <p>
            Token <code>{doomed.id}</code>, which may <code>{doomed.scopes.join(', ')}</code>.
          </p>
          Whatever uses it is refused at once, and whoever is logged in with it is logged out: you as well, if
          it is yours. It cannot be taken back.
        </ConfirmDialog>
      )}
    </>
  );
}

function ShownOnce({ token, onDone }: { readonly token: NewToken; readonly onDone: () => void }) {
  return (
    <section className="secret" aria-label="New token">
      <p>
        <b>Copy it now.</b> It is shown this once: the agent keeps a digest of it and nothing else.
      </p>
      <code>{token.token}</code>
      <div className="actions">
        <CopyButton label="Copy token" text={token.token} />
        <button type="button" onClick={onDone}>
          I have it
        </button>
      </div>
    </section>
  );
}
