// Groups that are stored while they are signed: every row in order, once, and nothing of a group that is not signed to its end.
import { describe, expect, test } from '@jest/globals';
import { databaseKinds } from '@governance-agent/testkit';
import fc from 'fast-check';
import { AuditError, createSigner, generateSigningKey, verify, type Signer } from '../src/index.ts';
import { signInParts } from '../src/sign-in-parts.ts';
import { maskedEvents } from './support/events.ts';
import { ACME, testStore } from './support/store.ts';

const collect = async <T>(parts: AsyncIterable<readonly T[]>): Promise<T[]> => {
  const all: T[] = [];
  for await (const part of parts) all.push(...part);
  return all;
};
const numbers = (length: number): number[] => Array.from({ length }, (_, index) => index);

describe('a list signed in parts', () => {
  test('comes out whole and in order, as often as it is asked for, each part signed once', async () => {
    const lengths = fc.oneof(fc.nat(3), fc.constantFrom(31, 32, 33, 80, 81, 640, 641), fc.nat(2000));
    await fc.assert(
      fc.asyncProperty(lengths, async (length) => {
        let signed = 0;
        const parts = signInParts(numbers(length), (part) => {
          signed += part.length;
          return Promise.resolve(part.map((n) => -n));
        });
        const expected = numbers(length).map((n) => -n);
        expect(await collect(parts)).toEqual(expected);
        expect(await collect(parts)).toEqual(expected);
        expect(signed).toBe(length);
      }),
      { numRuns: 50 },
    );
  });

  test('is begun a few parts ahead, and no further', async () => {
    let begun = 0;
    const parts = signInParts(numbers(128 * 20), (part) => {
      begun += 1;
      return Promise.resolve(part);
    });
    expect(begun).toBe(4);
    for await (const _ of parts) break;
    expect(begun).toBe(5);
  });

  test('rejects where a part could not be signed, and leaves no rejection unheard', async () => {
    const parts = signInParts(numbers(1000), (part) =>
      part.includes(256) ? Promise.reject(new Error('not signed')) : Promise.resolve(part),
    );
    await new Promise(setImmediate);
    await expect(collect(parts)).rejects.toThrow('not signed');
  });
});

/** Signs so many groups of messages, then fails. */
function failingSigner(whole: Signer, groups: number): Signer {
  let left = groups;
  const signMany: NonNullable<Signer['signMany']> = (messages) => {
    left -= 1;
    if (left >= 0 && whole.signMany !== undefined) return whole.signMany(messages);
    return Promise.reject(new AuditError('signing_failed', 'The thread died.'));
  };
  return { ...whole, signMany };
}

describe.each(databaseKinds)('a group of several parts on %s', (kind) => {
  const key = generateSigningKey();

  test('is one transaction: signed to its end, or nothing of it is stored', async () => {
    const signer = createSigner({ key });
    // The first row of a chain is signed under its lock on SQLite; then two parts are signed and the third is not.
    const store = await testStore(kind, { signer: failingSigner(signer, 2) });
    await expect(store.writer.append(ACME, maskedEvents(1))).resolves.toMatchObject({ appended: 1 });
    const many = store.writer.append(ACME, maskedEvents(500, {}, 'many'));
    await expect(many).rejects.toMatchObject({ code: 'signing_failed' });
    expect(await store.database.knex('audit_logs').pluck('seq')).toEqual([1]);
    expect(await store.database.knex('audit_content').pluck('seq')).toEqual([1]);
    await store.remove();
  });

  test('lands whole, linked and signed', async () => {
    const store = await testStore(kind, { signer: createSigner({ key }) });
    await store.writer.append(ACME, maskedEvents(1));
    const receipt = await store.writer.append(ACME, maskedEvents(700, {}, 'many'));
    expect(receipt).toMatchObject({ appended: 700, head: { size: 701 } });
    const report = await verify({
      database: store.database,
      trustedKeys: [key.publicKey],
      mode: 'deep',
      clock: store.clock,
    });
    expect(report.verdict).toBe('verified');
    await store.remove();
  });
});
