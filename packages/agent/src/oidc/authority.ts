// Names a provider together with the rules for it: sessions that others gave end with them.
import { hash } from 'node:crypto';
import type { OidcSettings } from './oidc-settings.ts';

/** The same for every agent with the same settings, and no secret. */
export function authorityOf(settings: OidcSettings): string {
  const { issuer, clientId, rules, emailClaim, requireVerifiedEmail } = settings;
  const lines = rules.map(({ claim, value, tenant, org, role }) => [claim, value ?? null, tenant, org, role]);
  return hash('sha256', JSON.stringify([issuer, clientId, emailClaim, requireVerifiedEmail, lines]));
}
