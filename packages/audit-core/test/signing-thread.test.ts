// The thread that signs groups: the same bytes as the reference, and nobody left waiting when it dies.
import { createSecretKey } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, test } from '@jest/globals';
import { temporaryDirectory } from '@governance-agent/testkit';
import fc from 'fast-check';
import {
  createNobleSigner,
  createSigner,
  createSigningThread,
  generateSigningKey,
  type SigningThread,
} from '../src/index.ts';
import { privateKeyObject } from '../src/keys.ts';

const key = generateSigningKey();
const text = (n: number): Uint8Array => Buffer.from(`row ${n}\n`.repeat((n % 7) + 1));

describe('a signing thread', () => {
  let thread: SigningThread = createSigningThread();
  afterEach(async () => {
    await thread.close();
    thread = createSigningThread();
  });

  test('signs what the reference signs, in order', async () => {
    const signer = createSigner({ key, aside: thread.sign });
    const reference = createNobleSigner(key);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 8 }), async (messages) => {
        const signatures = await signer.signMany?.(messages);
        expect(signatures?.map((one) => Buffer.from(one).toString('hex'))).toEqual(
          messages.map((message) => Buffer.from(reference.sign(message)).toString('hex')),
        );
      }),
      { numRuns: 20 },
    );
  });

  test('signs groups longer than one order, and several at once with their own keys', async () => {
    const other = generateSigningKey();
    const messages = Array.from({ length: 1300 }, (_, n) => text(n));
    const [mine, theirs] = [key, other].map((one) => createSigner({ key: one, aside: thread.sign }));
    const [first, second] = await Promise.all([mine?.signMany?.(messages), theirs?.signMany?.(messages)]);
    expect(first).toEqual(messages.map((message) => new Uint8Array(mine?.sign(message) ?? [])));
    expect(second).toEqual(messages.map((message) => new Uint8Array(theirs?.sign(message) ?? [])));
  });

  test('begins anew after it was closed', async () => {
    const object = privateKeyObject(key.seed);
    await thread.sign(object, [text(1)]);
    await thread.close();
    expect(await thread.sign(object, [text(1)])).toHaveLength(1);
  });

  test('refuses with signing_failed what no key of Ed25519 can sign', async () => {
    const notAKey = createSecretKey(Buffer.alloc(32));
    await expect(thread.sign(notAKey, [text(1)])).rejects.toMatchObject({ code: 'signing_failed' });
  });
});

const broken = [
  { name: 'ends at once', program: 'process.exit(1)' },
  { name: 'throws', program: 'throw new Error("no")' },
  {
    name: 'dies with an order in hand',
    program: 'import("node:worker_threads").then((w) => w.parentPort.on("message", () => process.exit(1)))',
  },
];

test.each(broken)('a thread that $name rejects whoever waits, and the next call tries again', async (row) => {
  const { path: directory, remove } = await temporaryDirectory();
  const file = path.join(directory, 'broken.mjs');
  await writeFile(file, row.program);
  const thread = createSigningThread({ script: pathToFileURL(file) });
  for (const _ of [1, 2]) {
    const signing = thread.sign(privateKeyObject(key.seed), [text(1)]);
    await expect(signing).rejects.toMatchObject({ code: 'signing_failed' });
  }
  await thread.close();
  await remove();
});
