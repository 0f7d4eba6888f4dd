// Settings of logging in at an identity provider: what they come to, and what stops the start.
import { describe, expect, it } from '@jest/globals';
import { readSettings } from '../../src/config/read-settings.ts';
import { OIDC_ENVIRONMENT as OIDC } from './oidc-environment.ts';
import { refusalOf, withFile } from './with-file.ts';

describe('logging in at a provider', () => {
  const rule = { claim: 'groups', value: 'auditors', tenant: 'acme', org: 'acme', role: 'auditor' };

  it('has the documented defaults', async () => {
    const { oidc } = await readSettings({ env: OIDC });
    expect(oidc).toEqual({
      issuer: OIDC.OIDC_ISSUER,
      clientId: 'agent',
      clientSecret: undefined,
      publicUrl: 'https://agent.acme.example',
      scopes: ['openid', 'profile', 'email'],
      name: 'single sign-on',
      rules: [rule],
      emailClaim: 'email',
      requireVerifiedEmail: true,
      sessionMinutes: 480,
      providerLogout: false,
    });
  });

  it('reads rules from a file, in their order, the default behind them', async () => {
    const given = [
      { claim: '/a/b', value: 'x', tenant: 'globex', org: 'eu', role: 'admin' },
      { value: 'auditors', tenant: 'acme', role: 'auditor' },
    ];
    const more = { OIDC_SCOPES: 'groups', OIDC_DEFAULT_ROLE: 'member', OIDC_DEFAULT_TENANT: 'acme' };
    const { oidc } = await withFile(given, (file) =>
      readSettings({ env: { ...OIDC, ...more, OIDC_ROLE_RULES: file } }),
    );
    const open = { claim: 'sub', tenant: 'acme', org: 'acme', role: 'member' };
    expect(oidc?.rules).toEqual([{ ...given[0] }, rule, open]);
    expect(oidc?.scopes).toEqual(['openid', 'groups']);
  });

  it.each([
    ['http issuer', { OIDC_ISSUER: 'http://id.acme.example' }, 'OIDC_ISSUER must match'],
    ['issuer with a secret', { OIDC_ISSUER: 'https://u:p@id.acme.example' }, 'OIDC_ISSUER must match'],
    [
      'discovery document',
      { OIDC_ISSUER: 'https://id.example/realms/x/.well-known/openid-configuration' },
      'OIDC_ISSUER must match',
    ],
    ['public http', { PUBLIC_URL: 'http://agent.acme.example' }, 'PUBLIC_URL must match'],
    ['public path', { PUBLIC_URL: 'https://agent.acme.example/x' }, 'PUBLIC_URL must match'],
    ['no client', { OIDC_CLIENT_ID: undefined }, 'OIDC_ISSUER needs OIDC_CLIENT_ID'],
    ['no address', { PUBLIC_URL: undefined }, 'OIDC_ISSUER needs PUBLIC_URL'],
    ['no issuer', { OIDC_ISSUER: undefined }, 'OIDC_CLIENT_ID, OIDC_ROLE_RULES without OIDC_ISSUER'],
    ['no rules', { OIDC_ROLE_RULES: undefined }, 'nobody could log in'],
    [
      'half a default',
      { OIDC_DEFAULT_ROLE: 'member' },
      'OIDC_DEFAULT_ROLE and OIDC_DEFAULT_TENANT go together',
    ],
    [
      'everybody an admin',
      { OIDC_DEFAULT_ROLE: 'admin' },
      'OIDC_DEFAULT_ROLE must be one of member, auditor',
    ],
    ['another address', { OIDC_EMAIL_CLAIM: 'upn' }, 'set OIDC_REQUIRE_VERIFIED_EMAIL=false'],
    ['a day and more', { OIDC_SESSION_MINUTES: '1441' }, 'OIDC_SESSION_MINUTES must be <= 1440'],
    ['broken rules', { OIDC_ROLE_RULES: '[{' }, 'OIDC_ROLE_RULES: is not valid JSON'],
    [
      'absent rules',
      { OIDC_ROLE_RULES: '/nowhere/rules.json' },
      'OIDC_ROLE_RULES rules.json: cannot be read',
    ],
    ['empty rules', { OIDC_ROLE_RULES: '[]' }, 'the list must NOT have fewer than 1 items'],
    [
      'wrong rules',
      { OIDC_ROLE_RULES: '[{"value":"x","tenant":"a:b","role":"root","more":1}]' },
      'rule 0/role must be one of admin,auditor,member',
    ],
  ])('%s', async (_name, change, problem) => {
    const env = Object.fromEntries(Object.entries({ ...OIDC, ...change }));
    expect(await refusalOf({ env })).toContain(problem);
  });
});
