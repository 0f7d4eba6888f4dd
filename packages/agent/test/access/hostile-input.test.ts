// Whatever bytes arrive as a credential or a query: one of the known refusals, never anything else.
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readBasic, readBearer } from '../../src/access/credential.ts';
import { LicenceError } from '../../src/access/licence.ts';
import { verifyLicence } from '../../src/access/verify-licence.ts';
import { parseReportQuery } from '../../src/api/report-query.ts';
import { claims, encode, issuer, publicKey } from './licence-workshop.ts';

const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }));
const base64 = text.map((value) => Buffer.from(value).toString('base64'));
const header = fc.oneof(
  text,
  fc
    .tuple(fc.constantFrom('Basic ', 'basic%20', '"Basic ', 'Bearer '), fc.oneof(text, base64))
    .map((parts) => parts.join('')),
);

it('a header is a credential or a licence error', () => {
  fc.assert(
    fc.property(header, (value) => {
      readBearer(value);
      try {
        expect(readBasic(value).user).not.toBe('');
      } catch (error) {
        expect(error).toBeInstanceOf(LicenceError);
      }
    }),
  );
});

const segment = fc.oneof(
  base64,
  fc.json().map((value) => Buffer.from(value).toString('base64url')),
  fc.constant(encode(claims)),
);
const head = fc
  .record({
    alg: fc.constantFrom('EdDSA', 'none', 'HS256', 'ES256'),
    kid: fc.constantFrom(issuer.keyId, undefined),
    typ: text,
  })
  .map(encode);

it('a forged key is a licence error', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        text,
        fc.tuple(fc.oneof(head, segment), segment, segment).map((parts) => parts.join('.')),
      ),
      async (key) => {
        await expect(verifyLicence(new Map([[issuer.keyId, publicKey]]), key)).rejects.toBeInstanceOf(
          LicenceError,
        );
      },
    ),
  );
});

it('a query is understood or its problems are told', () => {
  const name = fc.oneof(text, fc.constantFrom('since', 'limit', 'attr.x', 'plane', '__proto__', 'toString'));
  fc.assert(
    fc.property(fc.array(fc.tuple(name, text)), (pairs) => {
      const parsed = parseReportQuery(pairs);
      if ('problems' in parsed) expect(parsed.problems.length).toBeGreaterThan(0);
      else expect(Object.keys(parsed.query.columns ?? {})).toEqual(expect.not.arrayContaining(['__proto__']));
    }),
  );
});
