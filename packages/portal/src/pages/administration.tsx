// Administration: who may send and read, which keys sign, how long content is kept and what must stay. Admins alone.
import { Tabs } from '@base-ui/react/tabs';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useIdentity } from '../api/session.tsx';
import { NotForYou } from '../components/not-for-you.tsx';
import { Page } from '../components/page.tsx';
import { DatasetsPanel } from './administration/datasets-panel.tsx';
import { HoldsPanel } from './administration/holds-panel.tsx';
import { KeysPanel } from './administration/keys-panel.tsx';
import { LicencesPanel } from './administration/licences-panel.tsx';
import { RetentionPanel } from './administration/retention-panel.tsx';
import { TokensPanel } from './administration/tokens-panel.tsx';
import '../styles/panels.css';

const SECTIONS = [
  ['tokens', 'Tokens', TokensPanel],
  ['datasets', 'Datasets', DatasetsPanel],
  ['licences', 'Licences', LicencesPanel],
  ['keys', 'Keys', KeysPanel],
  ['retention', 'Retention', RetentionPanel],
  ['holds', 'Holds', HoldsPanel],
] as const;

export function AdministrationPage() {
  const { role } = useIdentity();
  return (
    <Page
      title="Administration"
      lead="Everything done here is a signed row of the tenant's chain, with the token that did it."
    >
      {role === 'admin' ? <Sections /> : <NotForYou audience="admins" scope="admin" />}
    </Page>
  );
}

/** Which section is open stands in the address. */
function Sections() {
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const navigate = useNavigate();
  const open = SECTIONS.find(([name]) => name === search['section'])?.[0] ?? 'tokens';
  return (
    <Tabs.Root
      value={open}
      onValueChange={(section: string) => void navigate({ to: '/administration', search: { section } })}
    >
      <Tabs.List className="tabs" aria-label="Section">
        {SECTIONS.map(([name, title]) => (
          <Tabs.Tab key={name} value={name} className="tab">
            {title}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {SECTIONS.map(([name, , Panel]) => (
        <Tabs.Panel key={name} value={name} className="tab-panel">
          <Panel />
        </Tabs.Panel>
      ))}
    </Tabs.Root>
  );
}
