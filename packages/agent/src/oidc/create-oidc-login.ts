// OIDC as this agent offers it, or undefined where it is not set up.
import type { Clock, Database } from '@governance-agent/audit-core';
import type { SessionDesk } from '../access/session-desk.ts';
import type { OidcLogin } from '../api/oidc-routes.ts';
import type { Settings } from '../config/settings.ts';
import type { Logger } from '../logging.ts';
import { authorityOf } from './authority.ts';
import { createLoginDesk } from './login-desk.ts';
import { createLoginStore } from './login-store.ts';
import { createOidcProvider } from './provider.ts';

export interface OidcLoginDeps {
  readonly settings: Pick<Settings, 'oidc'>;
  readonly database: Database;
  readonly sessions: Pick<SessionDesk, 'openFor'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Asks the provider nothing yet: one that is down must not keep the agent from starting. */
export function createOidcLogin(deps: OidcLoginDeps): OidcLogin | undefined {
  const { oidc: settings } = deps.settings;
  if (settings === undefined) return undefined;
  const provider = createOidcProvider(settings);
  const store = createLoginStore(deps.database.knex);
  const { publicUrl, name } = settings;
  return { desk: createLoginDesk({ ...deps, settings, provider, store }), publicUrl, name };
}

export function authorityIn({ oidc }: Pick<Settings, 'oidc'>): string | undefined {
  return oidc === undefined ? undefined : authorityOf(oidc);
}
