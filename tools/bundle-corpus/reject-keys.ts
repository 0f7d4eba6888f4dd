// Keys, checkpoints, erasures and heads that somebody made up.
import { createHash } from 'node:crypto';
import { addPoints, decodePoint, encodePoint, multiplyPoint } from '../../verifiers/node/verify-bundle.mjs';
import {
  bundleOf,
  changedChain,
  compromisedChain,
  erasedChain,
  hastyChain,
  plainChain,
  range,
} from './accept.ts';
import { KEY_A, KEY_B, KEY_C, KEY_STRANGER, type CorpusCase } from './case.ts';
import { base64, corpusChain, KEYS } from './chains.ts';
import {
  each,
  editBody,
  editRow,
  editText,
  linesOf,
  rejected,
  withClaim,
  withLines,
  type Rejection,
} from './edits.ts';
import { checkpointRejections, headRejections } from './reject-checkpoints.ts';
import { entriesOf, filesOf, writeZip, type Files } from './zip.ts';

const span = (from: number, through: number): number[] =>
  Array.from({ length: through - from + 1 }, (_, index) => from + index);

export async function keyRejections(): Promise<CorpusCase[]> {
  const plain = await plainChain();
  const files = filesOf(await bundleOf(plain, range(3, 8)));
  await plain.remove();
  const parts = [
    pins(files),
    signatures(files),
    checkpointRejections(files),
    await changes(),
    await forgedChanges(),
    await erasures(),
    await leftOut(),
    await headRejections(),
  ];
  return [...parts.flat().map(rejected), ...usage(files)];
}

function pins(files: Files): Rejection[] {
  const found = `${each(span(3, 8), 'signature')}, 12 signature`;
  return [
    { name: 'pin-of-another', says: 'signed by a key that is not pinned', files, keys: [KEY_B], found },
    { name: 'pin-of-others', says: 'signed by none of the pins', files, keys: [KEY_B, KEY_STRANGER], found },
  ];
}

const L = 2n ** 252n + 27742317777372353535851937790883648493n;
const fromLittle = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
const toLittle = (value: bigint): Buffer =>
  Buffer.from(value.toString(16).padStart(64, '0'), 'hex').reverse();

/** Signatures of the true key over the true bytes that only some implementations take. */
function signatures(files: Files): Rejection[] {
  const secret = createHash('sha512').update(KEYS.a.seed).digest().subarray(0, 32);
  secret[0] = (secret[0] ?? 0) & 248;
  secret[31] = ((secret[31] ?? 0) & 127) | 64;
  const base = decodePoint(Buffer.from(`58${'66'.repeat(31)}`, 'hex'));
  const eighth = decodePoint(
    Buffer.from('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a', 'hex'),
  );
  if (base === null || eighth === null) throw new Error('no points');
  const forge = (r: Uint8Array, nonce: bigint, more = 0n): Files =>
    editRow(files, 5, ({ envelope }) => {
      const hash = createHash('sha512').update(r).update(KEYS.a.publicKey).update(envelope).digest();
      const s = ((nonce + (fromLittle(hash) % L) * fromLittle(secret)) % L) + more;
      return { signature: base64(Buffer.concat([r, toLittle(s)])) };
    });
  const nonce = 123456789n;
  const whole = multiplyPoint(base, nonce);
  return [
    {
      name: 'signature-cofactored',
      says: 'R is off by a point of order eight',
      files: forge(encodePoint(addPoints(whole, eighth)), nonce),
      found: '5 signature',
    },
    {
      name: 'signature-large-s',
      says: 'S is not below L',
      files: forge(encodePoint(whole), nonce, L),
      found: '5 signature',
    },
    {
      name: 'signature-r-not-canonical',
      says: 'R is the identity in another encoding',
      files: forge(Buffer.from(`ee${'ff'.repeat(30)}7f`, 'hex'), 0n),
      found: '5 signature',
    },
    {
      name: 'signature-r-identity',
      says: 'R is the identity: the equation holds, and no honest signer makes it',
      files: forge(Buffer.from(`01${'00'.repeat(31)}`, 'hex'), 0n),
      found: '5 signature',
    },
    {
      name: 'signature-r-negative-zero',
      says: 'R is the identity with a sign',
      files: forge(Buffer.from(`01${'00'.repeat(30)}80`, 'hex'), 0n),
      found: '5 signature',
    },
  ];
}

async function changes(): Promise<Rejection[]> {
  const rotated = await changedChain('key_rotation');
  const files = filesOf(await bundleOf(rotated, range(1, 10), KEYS.b));
  await rotated.remove();
  const replaced = await changedChain('key_replacement');
  const replacement = filesOf(await bundleOf(replaced, range(1, 10), KEYS.b));
  await replaced.remove();
  const hasty = await hastyChain();
  const both = filesOf(await bundleOf(hasty, range(1, 8), KEYS.c));
  await hasty.remove();
  const early = linesOf(files, 'history.jsonl');
  const attributes = (text: string) => ({ attributes: text.replace(KEY_B, KEY_STRANGER) });
  const body = JSON.parse(early[0]?.body ?? '{}') as { attributes: string };
  const all = (seqs: readonly number[]): string => each(seqs, 'signature');
  const inOrder = (text: string): string =>
    text
      .split(', ')
      .sort((a, b) => parseInt(a) - parseInt(b) || (a < b ? -1 : 1))
      .join(', ');
  return [
    {
      name: 'replacement-old-pin',
      says: 'a replacement is no reason to trust the new key',
      files: replacement,
      found: all(span(6, 10)),
    },
    {
      name: 'replacement-behind-rotation-old-pin',
      says: 'a replacement directly behind a rotation is no reason to trust its key either',
      files: both,
      found: all(span(5, 8)),
    },
    {
      name: 'replacement-behind-rotation-middle-pin',
      says: 'the same, and only the key that never signed is pinned',
      files: both,
      keys: [KEY_B],
      found: all(span(1, 8)),
    },
    {
      name: 'replacement-behind-rotation-left-out',
      says: 'the same, and the rotation is not in the history',
      files: withLines(both, linesOf(both, 'history.jsonl').slice(1), 'history.jsonl'),
      keys: [KEY_A, KEY_C],
      found: inOrder(`4 seq, ${all(span(1, 4))}`),
    },
    {
      name: 'rotation-left-out-old-pin',
      says: 'the rotation is not in the history, old key pinned',
      files: withLines(files, [], 'history.jsonl'),
      found: inOrder(`6 seq, ${all(span(1, 10))}`),
    },
    {
      name: 'rotation-left-out-new-pin',
      says: 'the rotation is not in the history, new key pinned',
      files: withLines(files, [], 'history.jsonl'),
      keys: [KEY_B],
      found: inOrder(`6 seq, ${all(span(1, 6))}`),
    },
    {
      name: 'rotation-edited',
      says: 'the rotation names another new key',
      files: editBody(files, 6, attributes(body.attributes), 'history.jsonl'),
      found: inOrder(`6 column, ${all(span(1, 10))}`),
    },
    {
      name: 'rotation-signature',
      says: 'the signature of the rotation was edited',
      files: editRow(files, 6, () => ({ signature: `${'A'.repeat(86)}==` }), 'history.jsonl'),
      found: all(span(6, 10)),
    },
    {
      name: 'rotation-unproven',
      says: 'the rotation is not proven to be in the tree, new key pinned',
      files: editRow(files, 6, () => ({ proof: [] }), 'history.jsonl'),
      keys: [KEY_B],
      found: inOrder(`6 root, ${all(span(1, 6))}`),
    },
    {
      name: 'rotation-with-content',
      says: 'a row of the history has content',
      files: editRow(files, 6, () => ({ content: '{}', salt: 'AAAA' }), 'history.jsonl'),
      found: '0 bundle',
    },
    {
      name: 'rotation-withheld',
      says: 'a row of the history has no body',
      files: editRow(files, 6, () => ({ body: null }), 'history.jsonl'),
      found: '0 bundle',
    },
    {
      name: 'rotation-key-id',
      says: 'a row behind the rotation names the old key',
      files: editRow(files, 8, () => ({ key_id: KEYS.a.keyId })),
      found: '8 signature',
    },
  ];
}

/** Chains that the agent would not write, or another agent did. */
async function forgedChanges(): Promise<Rejection[]> {
  const boundary = await corpusChain('rotation last');
  await boundary.append(3);
  await boundary.administer({ act: 'key_rotation', old_key: KEY_A, new_key: KEY_B });
  const last = filesOf(await bundleOf(boundary, range(1, 4), KEYS.b));
  await boundary.remove();
  const own = await corpusChain('bundle brings its key');
  await own.append(5);
  await own.administer({ act: 'key_rotation', old_key: KEY_A, new_key: KEY_STRANGER }, KEYS.stranger);
  await own.append(4, {}, KEYS.stranger);
  const brought = filesOf(await bundleOf(own, range(1, 10), KEYS.stranger));
  const late = await corpusChain('retired key');
  await late.append(5);
  await late.administer({ act: 'key_rotation', old_key: KEY_A, new_key: KEY_B });
  await late.append(2, {}, KEYS.a);
  await late.append(2, {}, KEYS.b);
  const retired = filesOf(await bundleOf(late, range(1, 10), KEYS.b));
  const odd = await corpusChain('another old key');
  await odd.append(5);
  await odd.administer({ act: 'key_rotation', old_key: KEY_A, new_key: KEY_B });
  await odd.administer({ act: 'key_rotation', old_key: KEY_STRANGER, new_key: KEY_A }, KEYS.b);
  await odd.append(3);
  const unlinked = filesOf(await bundleOf(odd, range(1, 10)));
  const wholly = await corpusChain('stranger');
  await wholly.append(5, {}, KEYS.stranger);
  const foreign = filesOf(await bundleOf(wholly, range(1, 5), KEYS.stranger));
  for (const chain of [own, late, odd, wholly]) await chain.remove();
  return [
    {
      name: 'rotation-behind-the-size',
      says: 'bundle.json claims a size in front of the rotation, whose new key made the checkpoint',
      files: withClaim(last, { size: 3 }),
      found: '3 root, 3 signature, 4 root, 4 seq',
    },
    {
      name: 'rotation-by-its-own-key',
      says: 'the bundle carries the key that signed it, and a rotation signed by that key',
      files: brought,
      found: each(span(6, 10), 'signature'),
    },
    {
      name: 'retired-key',
      says: 'the old key signed rows behind its rotation',
      files: retired,
      found: '7 signature, 8 signature',
    },
    {
      name: 'retired-key-new-pin',
      says: 'the same, new key pinned',
      files: retired,
      keys: [KEY_B],
      found: '7 signature, 8 signature',
    },
    {
      name: 'rotation-of-another-key',
      says: 'a rotation of a key that did not sign',
      files: unlinked,
      found: '7 signature',
    },
    {
      name: 'rotation-of-another-key-new-pin',
      says: 'the same, nothing is trusted through it',
      files: unlinked,
      keys: [KEY_B],
      found: each(span(1, 10), 'signature'),
    },
    {
      name: 'chain-of-a-stranger',
      says: 'a whole chain by a key that nobody pinned',
      files: foreign,
      found: each(span(1, 5), 'signature'),
    },
  ];
}

async function erasures(): Promise<Rejection[]> {
  const twin = await corpusChain('erased');
  await twin.append(8, { sessionId: 'aaaaaaaa-0000-4000-8000-000000000001' });
  const before = linesOf(filesOf(await bundleOf(twin, range(1, 8)))).find(({ seq }) => seq === 3);
  await twin.remove();
  const chain = await erasedChain();
  const files = filesOf(await bundleOf(chain, range(1, 8)));
  await chain.remove();
  const [act] = linesOf(files, 'history.jsonl');
  const body = JSON.parse(act?.body ?? '{}') as { attributes: string };
  const wider = { attributes: body.attributes.replace('3-4,6', '3-6') };
  return [
    {
      name: 'erased-content-back',
      says: 'content that was erased is back',
      files: editRow(files, 3, () => ({ content: before?.content, salt: before?.salt })),
      found: '3 content',
      more: { erased: 2 },
    },
    {
      name: 'erased-other-content',
      says: 'other content where some was erased',
      files: editRow(files, 3, () => ({ content: '{}', salt: before?.salt })),
      found: '3 content',
      more: { erased: 2 },
    },
    {
      name: 'erasure-left-out',
      says: 'the erasure is not in the history',
      files: withLines(files, [], 'history.jsonl'),
      found: '3 content, 4 content, 6 content',
    },
    {
      name: 'erased-more',
      says: 'content of a row that no erasure names is gone',
      files: editRow(files, 5, () => ({ content: null, salt: null })),
      found: '5 content',
      more: { erased: 3 },
    },
    {
      name: 'erasure-edited',
      says: 'the erasure names one row more',
      files: editBody(
        editRow(files, 5, () => ({ content: null, salt: null })),
        9,
        wider,
        'history.jsonl',
      ),
      found: '3 content, 4 content, 5 content, 6 content, 9 column',
    },
    {
      name: 'erasure-unproven',
      says: 'the erasure is not proven to be in the tree',
      files: editRow(files, 9, () => ({ proof: [] }), 'history.jsonl'),
      found: '9 root',
      more: { erased: 3 },
    },
    {
      name: 'erasure-signature',
      says: 'the erasure has no signature that holds',
      files: editRow(files, 9, () => ({ signature: `${'A'.repeat(86)}==` }), 'history.jsonl'),
      found: '9 signature',
      more: { erased: 3 },
    },
    {
      name: 'erasure-in-front',
      says: 'the erasure claims a number in front of the rows it names',
      files: editRow(files, 9, () => ({ seq: 2 }), 'history.jsonl'),
      found: '2 root, 2 seq, 3 content, 4 content, 6 content',
    },
    {
      name: 'history-out-of-order',
      says: 'a row of the history stands twice',
      files: editText(files, 'history.jsonl', (text) => text + text),
      found: '0 bundle',
    },
    {
      name: 'size-zero',
      says: 'a bundle of no rows at all',
      files: withClaim(files, { size: 0 }),
      found: '0 bundle',
    },
  ];
}

/** Rows that are shown, and are missing in the history that they belong to. */
async function leftOut(): Promise<Rejection[]> {
  const stolen = await compromisedChain();
  const files = filesOf(await bundleOf(stolen, range(4, 10), KEYS.b));
  const [seven] = linesOf(filesOf(await bundleOf(stolen, range(7, 7), KEYS.b)));
  await stolen.remove();
  const chain = await erasedChain();
  const erased = filesOf(await bundleOf(chain, range(3, 10)));
  await chain.remove();
  const back = await corpusChain('rollback');
  await back.append(3);
  const hash = base64(Buffer.alloc(32, 1));
  await back.administer({
    act: 'rollback_accepted',
    remembered_origin: 'test/t/00',
    remembered_size: 9,
    remembered_hash: hash,
    found_size: 3,
    found_hash: hash,
  });
  const accepted = filesOf(await bundleOf(back, range(1, 4)));
  await back.remove();
  return [
    {
      name: 'compromise-left-out',
      says: 'the row that says a key was stolen is shown, and not in the history',
      files: withLines(files, seven === undefined ? [] : [seven], 'history.jsonl'),
      keys: [KEY_B],
      found: '8 seq',
    },
    {
      name: 'erasure-left-out-shown',
      says: 'the erasure is shown, and not in the history',
      files: withLines(erased, [], 'history.jsonl'),
      found: '3 content, 4 content, 6 content, 9 seq',
    },
    {
      name: 'rollback-left-out',
      says: 'an accepted rollback is shown, and not in the history',
      files: withLines(accepted, [], 'history.jsonl'),
      found: '4 seq',
    },
  ];
}

/** What the verifier's own side got wrong is no verdict. */
function usage(files: Files): CorpusCase[] {
  const bytes = writeZip(entriesOf(files));
  const of = (
    name: string,
    says: string,
    keys: readonly string[],
    checkpoints: readonly string[] = [],
  ): CorpusCase => ({
    name: `usage-${name}`,
    says,
    bytes,
    keys,
    checkpoints,
    expected: { verdict: 'usage' },
  });
  const key = (hex: string): string => base64(Buffer.from(hex, 'hex'));
  return [
    of('pin-identity', 'a pin of small order', [key(`01${'00'.repeat(31)}`)]),
    of('pin-order-eight', 'a pin of order eight beside a good one', [
      KEY_A,
      key('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a'),
    ]),
    of('pin-not-canonical', 'a pin in another encoding', [key(`ee${'ff'.repeat(30)}7f`)]),
    of('pin-no-point', 'a pin that is no point', [key(`02${'00'.repeat(31)}`)]),
    of('pin-short', 'a pin of 31 bytes', [key('01'.repeat(31))]),
    of('held-nothing', 'a held checkpoint that is none', [KEY_A], ['nothing']),
  ];
}
