// The pure parts of a login: which rule fits, whose address counts, and where a login may lead.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { claimValues, type Claims } from '../../src/oidc/claim-values.ts';
import { decideRole, type RoleSettings } from '../../src/oidc/decide-role.ts';
import { loginSecrets } from '../../src/oidc/login-secrets.ts';
import { mergeClaims } from '../../src/oidc/merge-claims.ts';
import { OidcError } from '../../src/oidc/oidc-error.ts';
import { returnTo } from '../../src/oidc/return-to.ts';

const rule = (value: string | undefined, role: 'admin' | 'auditor' | 'member', claim = 'groups') =>
  ({ claim, value, tenant: `t-${role}`, org: 'o', role }) as const;
const settings = (rules: RoleSettings['rules'], change: Partial<RoleSettings> = {}): RoleSettings => ({
  rules,
  emailClaim: 'email',
  requireVerifiedEmail: true,
  ...change,
});
const decided = (given: RoleSettings, claims: Claims): string => {
  try {
    const { tenant, userEmail } = decideRole(given, claims);
    return [tenant, userEmail ?? ''].join(' ').trim();
  } catch (error) {
    return error instanceof OidcError ? error.code : 'another error';
  }
};

const LIST = [rule('a', 'admin'), rule('b', 'auditor'), rule('b', 'admin'), rule('m', 'member')];
const OWN = { email: 'dev@acme.example', email_verified: true };

describe('rules', () => {
  it.each<readonly [string, Claims, string]>([
    ['one of a list', { groups: ['x', 'a'] }, 't-admin'],
    ['a text', { groups: 'a' }, 't-admin'],
    ['the first that fits, whatever the order of the claim', { groups: ['b', 'a'] }, 't-admin'],
    ['the first of two for one value', { groups: ['b'] }, 't-auditor'],
    ['part of a value', { groups: 'ab' }, 'no_role'],
    ['other letters', { groups: ['A'] }, 'no_role'],
    ['no claim', {}, 'no_role'],
    ['an object', { groups: { a: true } }, 'no_role'],
    ['a list in a list', { groups: [['a']] }, 'no_role'],
    ['a member', { groups: ['m'], ...OWN }, 't-member dev@acme.example'],
    ['a member without an address', { groups: ['m'] }, 'email_missing'],
    ['an address with a line end', { groups: ['m'], ...OWN, email: 'a@b\nc' }, 'email_missing'],
    ['an address too long', { groups: ['m'], ...OWN, email: `${'a'.repeat(400)}@b` }, 'email_missing'],
    ['verified by a text', { groups: ['m'], ...OWN, email_verified: 'true' }, 'email_unverified'],
    ['verified by a number', { groups: ['m'], ...OWN, email_verified: 1 }, 'email_unverified'],
  ])('%s', (_name, claims, expected) => {
    expect(decided(settings(LIST), claims)).toBe(expected);
  });

  it.each(['email', '/email'])('an address that is not verified fits no rule for %s', (claim) => {
    const rules = settings([rule('boss@acme.example', 'admin', claim)]);
    const email = 'boss@acme.example';
    expect(decided(rules, { email, email_verified: true })).toBe('t-admin');
    expect(decided(rules, { email, email_verified: false })).toBe('no_role');
    expect(decided(rules, { email })).toBe('no_role');
  });

  it('takes another claim for the address, and what is not verified, where that is set', () => {
    const change = { emailClaim: 'upn', requireVerifiedEmail: false };
    const claims = { groups: 'm', upn: 'dev@acme.example', email: 'other@acme.example' };
    expect(decided(settings(LIST, change), claims)).toBe('t-member dev@acme.example');
  });

  it('the default is for whom no rule fits', () => {
    const open = settings([...LIST, rule(undefined, 'auditor', 'sub')]);
    expect([decided(open, { groups: 'a' }), decided(open, {})]).toEqual(['t-admin', 't-auditor']);
  });

  it('whatever the claims are, a member has the verified address or is none', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('groups', 'email', 'email_verified'), fc.anything()),
        (claims) => {
          const outcome = decided(settings([rule(undefined, 'member', 'sub')]), claims);
          const isIn = claims['email_verified'] === true && outcome.startsWith('t-member ');
          expect(isIn || outcome === 'email_missing' || outcome === 'email_unverified').toBe(true);
        },
      ),
    );
  });
});

it.each<readonly [string, Claims, readonly string[]]>([
  ['/a/b', { a: { b: ['x', 1, null, 'y'] } }, ['x', 'y']],
  ['/a~1b/~0', { 'a/b': { '~': 'x' } }, ['x']],
  ['/a/0', { a: ['x'] }, ['x']],
  ['https://acme.example/roles', { 'https://acme.example/roles': 'x' }, ['x']],
  ['constructor', {}, []],
  ['/constructor/name', {}, []],
  ['/__proto__/x', {}, []],
  ['/a/b/c', { a: null }, []],
])('%s in claims', (claim, claims, expected) => {
  expect(claimValues(claims, claim)).toEqual(expected);
});

it.each<readonly [string, Claims, Claims, Claims]>([
  ['the ID token wins', { groups: 'a' }, { groups: 'b', x: 1 }, { groups: 'a', x: 1 }],
  ['userinfo verifies its own address', {}, OWN, OWN],
  ['and the same one', { email: OWN.email }, OWN, OWN],
  ['and no other', { email: 'a@b' }, OWN, { email: 'a@b' }],
  [
    'the ID token verifies its own',
    { ...OWN, email_verified: false },
    OWN,
    { ...OWN, email_verified: false },
  ],
])('%s', (_name, idToken, userInfo, expected) => {
  expect(mergeClaims(idToken, userInfo)).toEqual(expected);
});

describe('where a login leads', () => {
  const agent = 'https://agent.acme.example';

  it.each([
    '/',
    '/overview',
    '/decisions?event=user_prompt&attr.team=a%2Fb',
    '/sessions/a%2F%2Fb',
    '/apidocs',
  ])('%s', (page) => {
    expect(returnTo(page, agent)).toBe(page);
  });

  it('whatever is asked, it stays here', () => {
    const part = fc.constantFrom(
      '/',
      '\\',
      '.',
      '%2e',
      '@',
      ':',
      '?',
      '#',
      '\t',
      'evil.example',
      'https:',
      'a',
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const page = returnTo(`/${parts.join('')}`, agent);
        const url = new URL(`${agent}${page ?? '/'}`);
        expect([url.origin, url.username, url.pathname.startsWith('//')]).toEqual([agent, '', false]);
      }),
    );
  });
});

it('makes everything of a login from its cookie, each apart', () => {
  const { state, nonce, verifier, challenge } = loginSecrets('x'.repeat(43));
  expect(new Set([state, nonce, verifier, challenge]).size).toBe(4);
  expect(verifier).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(loginSecrets('y'.repeat(43)).state).not.toBe(state);
});
