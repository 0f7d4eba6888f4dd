// The settings of OIDC put together, or everything that keeps them from working together.
import type { RawSettings } from '../config/raw-settings.ts';
import type { OidcSettings } from './oidc-settings.ts';
import { readRules } from './read-rules.ts';
import type { RoleRule } from './role-rule.ts';

export interface ReadOidc {
  /** undefined: nobody logs in at a provider */
  readonly oidc: OidcSettings | undefined;
  readonly problems: readonly string[];
}

export async function readOidc(raw: RawSettings): Promise<ReadOidc> {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, PUBLIC_URL: publicUrl } = raw;
  if (issuer === undefined) return { oidc: undefined, problems: strays(raw) };
  const { rules: listed, problems: wrong } = await readRules(
    raw.OIDC_ROLE_RULES,
    raw.OIDC_ROLES_CLAIM ?? 'groups',
  );
  const rules = [...listed, ...defaultRule(raw)];
  const problems = [...wrong, ...contradictions(raw)];
  if (wrong.length === 0 && rules.length === 0)
    problems.push('OIDC_ISSUER needs OIDC_ROLE_RULES or OIDC_DEFAULT_ROLE: nobody could log in');
  if (clientId === undefined || publicUrl === undefined) return { oidc: undefined, problems };
  return { oidc: complete(raw, { issuer, clientId, publicUrl, rules }), problems };
}

type Needed = Pick<OidcSettings, 'issuer' | 'clientId' | 'publicUrl' | 'rules'>;

function complete(raw: RawSettings, needed: Needed): OidcSettings {
  const scopes = (raw.OIDC_SCOPES ?? 'openid profile email').split(' ');
  return {
    ...needed,
    publicUrl: new URL(needed.publicUrl).origin,
    clientSecret: raw.OIDC_CLIENT_SECRET,
    scopes: scopes.includes('openid') ? scopes : ['openid', ...scopes],
    name: raw.OIDC_NAME ?? 'single sign-on',
    emailClaim: raw.OIDC_EMAIL_CLAIM ?? 'email',
    requireVerifiedEmail: raw.OIDC_REQUIRE_VERIFIED_EMAIL ?? true,
    sessionMinutes: raw.OIDC_SESSION_MINUTES ?? 480,
    providerLogout: raw.OIDC_PROVIDER_LOGOUT ?? false,
  };
}

/** Behind all others: whoever the provider lets in and no rule knows. */
function defaultRule({ OIDC_DEFAULT_ROLE: role, OIDC_DEFAULT_TENANT: tenant }: RawSettings): RoleRule[] {
  if (role === undefined || tenant === undefined) return [];
  return [{ claim: 'sub', value: undefined, tenant, org: tenant, role }];
}

/** Somebody who sets these believes that logging in works. */
function strays(raw: RawSettings): string[] {
  const given = Object.keys(raw).filter((name) => name.startsWith('OIDC_'));
  return given.length === 0 ? [] : [`${given.join(', ')} without OIDC_ISSUER`];
}

function contradictions(raw: RawSettings): string[] {
  const missing = (['OIDC_CLIENT_ID', 'PUBLIC_URL'] as const).filter((name) => raw[name] === undefined);
  const half = (raw.OIDC_DEFAULT_ROLE === undefined) !== (raw.OIDC_DEFAULT_TENANT === undefined);
  const foreign = (raw.OIDC_EMAIL_CLAIM ?? 'email') !== 'email' && (raw.OIDC_REQUIRE_VERIFIED_EMAIL ?? true);
  return [
    ...missing.map((name) => `OIDC_ISSUER needs ${name}`),
    ...(half ? ['OIDC_DEFAULT_ROLE and OIDC_DEFAULT_TENANT go together'] : []),
    ...(foreign
      ? [
          'email_verified speaks of the claim email: with OIDC_EMAIL_CLAIM set OIDC_REQUIRE_VERIFIED_EMAIL=false',
        ]
      : []),
  ];
}
