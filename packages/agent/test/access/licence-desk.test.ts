// The licence desk: what gets in, and a table of attacks that do not.
import { describe, expect, it } from '@jest/globals';
import { createHmac, generateKeyPairSync } from 'node:crypto';
import { CompactSign, exportJWK } from 'jose';
import {
  basic,
  claims,
  DAY,
  desk,
  encode,
  issue,
  issuer,
  NOW,
  publicKey,
  refusal,
  SECONDS,
  sign,
} from './licence-workshop.ts';

describe('what gets in', () => {
  it('resolves to org and tenant of the licence', async () => {
    expect(await desk().admit(basic('acme', await issue()))).toMatchObject({
      org: 'acme',
      tenant: 'acme-eu',
    });
  });

  it.each<[string, (value: string) => string]>([
    ['as it is', (value) => `Basic ${value}`],
    ['lower-case scheme', (value) => `basic ${value}`],
    ['upper-case scheme', (value) => `BASIC ${value}`],
    ['escaped space', (value) => `Basic%20${value}`],
    ['double quotes', (value) => `"Basic ${value}"`],
    ['single quotes', (value) => `'Basic ${value}'`],
    ['quotes and escaped space', (value) => `"Basic%20${value}"`],
    ['blanks around', (value) => `  Basic   ${value} `],
    ['without padding', (value) => `Basic ${value.replace(/=+$/, '')}`],
  ])('header %s', async (_name, header) => {
    const value = Buffer.from(`acme:${await issue()}`).toString('base64');
    await expect(desk().admit(header(value))).resolves.toMatchObject({ org: 'acme' });
  });

  it.each(['PT Contoh Jaya', 'Ölmühle', 'a', '公司', "O'Neil & Co."])('org named %s', async (org) => {
    await expect(desk().admit(basic(org, await issue({ org })))).resolves.toMatchObject({ org });
  });

  it('takes a licence of another tool of the issuer: plain JWT type, no key id, no tenant', async () => {
    const bare = { ...claims, tenant: undefined, jti: undefined };
    const key = await sign({ typ: 'JWT', kid: undefined }, bare);
    await expect(desk().admit(basic('acme', key))).resolves.toMatchObject({ tenant: 'acme', tier: 't' });
  });
});

describe('what does not', () => {
  const forged: [string, string, () => string | Promise<string>][] = [
    ['alg none', 'licence_invalid', () => `${encode({ alg: 'none' })}.${encode(claims)}.`],
    [
      'alg None, signature kept',
      'licence_invalid',
      async () => {
        const [, payload = '', signature = ''] = (await sign({})).split('.');
        return `${encode({ alg: 'None', typ: 'licence+jwt', kid: issuer.keyId })}.${payload}.${signature}`;
      },
    ],
    [
      'HS256 keyed with the public key (PEM)',
      'licence_invalid',
      () => hmac(publicKey.export({ type: 'spki', format: 'pem' })),
    ],
    [
      'HS256 keyed with the public key (DER)',
      'licence_invalid',
      () => hmac(publicKey.export({ type: 'spki', format: 'der' })),
    ],
    [
      'another key, our key id',
      'licence_invalid',
      () => sign({}, claims, generateKeyPairSync('ed25519').privateKey),
    ],
    [
      'another key, carried in the header',
      'licence_invalid',
      async () => {
        const { privateKey, publicKey: theirs } = generateKeyPairSync('ed25519');
        return sign({ kid: undefined, jwk: await exportJWK(theirs) }, claims, privateKey);
      },
    ],
    ['unknown key id', 'licence_invalid', () => sign({ kid: 'other' })],
    ['made for another purpose', 'licence_invalid', () => sign({ typ: 'at+jwt' })],
    ['unknown critical header', 'licence_invalid', () => signCritical()],
    [
      'payload exchanged',
      'licence_invalid',
      async () => {
        const [header = '', , signature = ''] = (await sign({})).split('.');
        return `${header}.${encode({ ...claims, tenant: 'victim' })}.${signature}`;
      },
    ],
    ['signature cut', 'licence_invalid', async () => (await sign({})).slice(0, -8)],
    [
      'signature of zeros',
      'licence_invalid',
      async () => `${(await sign({})).replace(/\.[^.]+$/, '')}.${'A'.repeat(86)}`,
    ],
    ['no exp', 'licence_invalid', () => sign({}, { ...claims, exp: undefined })],
    ['exp as text', 'licence_invalid', () => sign({}, { ...claims, exp: '99999999999' })],
    ['exp not finite', 'licence_invalid', () => sign({}, { ...claims, exp: 1e300 })],
    ['org with a colon', 'licence_invalid', () => sign({}, { ...claims, org: 'acme:x' })],
    ['tenant with a control character', 'licence_invalid', () => sign({}, { ...claims, tenant: 'a\u0000b' })],
    ['features as text', 'licence_invalid', () => sign({}, { ...claims, features: 'otel_ingest' })],
    ['claims that are no object', 'licence_invalid', () => sign({}, 'acme')],
    ['very long', 'licence_invalid', () => sign({}, { ...claims, pad: 'x'.repeat(8192) })],
    ['empty', 'licence_invalid', () => ''],
    ['not a token at all', 'licence_invalid', () => 'hunter2'],
    ['access token', 'licence_invalid', () => 'gat_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
    ['no features', 'feature_missing', () => sign({}, { ...claims, features: undefined })],
    ['other features', 'feature_missing', () => issue({ features: ['portal'] })],
    ['not yet valid', 'licence_not_yet_valid', () => issue({}, NOW + 120_000)],
    ['nbf ahead', 'licence_not_yet_valid', () => sign({}, { ...claims, nbf: SECONDS + 3600 })],
    ['expired beyond grace', 'licence_expired', () => issue({ expiresAt: SECONDS - 7 * DAY })],
  ];
  it.each(forged)('%s', async (_name, expected, make) => {
    expect(await refusal(desk().admit(basic('acme', await make())))).toBe(expected);
  });

  it.each([
    ['nothing', 'credential_missing', undefined],
    ['an empty header', 'credential_missing', '  '],
    ['another scheme', 'credential_malformed', 'Bearer abc'],
    ['a scheme alone', 'credential_malformed', 'Basic'],
    ['no base64', 'credential_malformed', 'Basic ###'],
    ['no colon', 'credential_malformed', `Basic ${Buffer.from('acme').toString('base64')}`],
    ['no user', 'credential_malformed', basic('', 'x')],
    ['two credentials', 'credential_malformed', `${basic('a', 'b')}, ${basic('c', 'd')}`],
  ])('a header with %s', async (_name, expected, header) => {
    expect(await refusal(desk().admit(header))).toBe(expected);
  });

  it.each(['other', 'ACME', 'acme ', 'acme-eu', 'acme\u0000'])(
    'user name %j with a licence of acme',
    async (user) => {
      expect(await refusal(desk().admit(basic(user, await issue())))).toBe('org_mismatch');
    },
  );

  const hmac = (secret: string | Buffer): string => {
    const signed = `${encode({ alg: 'HS256', typ: 'licence+jwt', kid: issuer.keyId })}.${encode(claims)}`;
    return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
  };
  const signCritical = (): Promise<string> =>
    new CompactSign(Buffer.from(JSON.stringify(claims)))
      .setProtectedHeader({ alg: 'EdDSA', kid: issuer.keyId, crit: ['x'], x: 1 })
      .sign(issuer.privateKey, { crit: { x: true } });
});
