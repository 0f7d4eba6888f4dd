// Checkpoints that were edited, forged or taken from elsewhere, in the bundle and in the verifier's hands.
import { createNobleSigner, type SigningKey } from '@governance-agent/audit-core';
import { noteKeyHash } from '../../packages/audit-core/src/chain/signed-note.ts';
import { bundleOf, range } from './accept.ts';
import { KEY_A } from './case.ts';
import { base64, corpusChain, KEYS } from './chains.ts';
import { each, editText, withClaim, type Rejection } from './edits.ts';
import { filesOf, type Files } from './zip.ts';

const NOTE = 'checkpoint.txt';
const ROOT = `${'A'.repeat(43)}=`;

/** A note that is signed, by whom and in whose name one likes. */
export function forged(text: string, signer: SigningKey, named: SigningKey = signer): string {
  const origin = text.split('\n')[0] ?? '';
  const signature = createNobleSigner(signer).sign(Buffer.from(text));
  const encoded = base64(Buffer.concat([noteKeyHash(origin, named.publicKey), signature]));
  return `${text}\n\u2014 ${origin} ${encoded}\n`;
}

const witnesses = (count: number): string => `\u2014 witness ${base64(Buffer.alloc(68, 7))}\n`.repeat(count);

export function checkpointRejections(files: Files): Rejection[] {
  const edited = (edit: (note: string) => string): Files => editText(files, NOTE, edit);
  const text = (files[NOTE] ?? '').split('\n\n')[0] ?? '';
  const stranger = forged(`${text}\n`, KEYS.stranger);
  const posing = forged(`${text}\n`, KEYS.stranger, KEYS.a);
  const foreign = forged(`other/t/00\n12\n${ROOT}\n`, KEYS.a);
  const rows = [3, 4, 5, 6, 7, 8];
  const line = posing.split('\n\n')[1] ?? '';
  const cases: [string, string, Files, string][] = [
    [
      'size',
      'the checkpoint names another size',
      edited((note) => note.replace('\n12\n', '\n13\n')),
      '12 root, 12 signature',
    ],
    [
      'size-everywhere',
      'checkpoint and bundle.json name another size',
      withClaim(
        edited((note) => note.replace('\n12\n', '\n13\n')),
        { size: 13 },
      ),
      '13 signature',
    ],
    ['size-of-claim', 'bundle.json names another size', withClaim(files, { size: 11 }), '11 root'],
    [
      'root',
      'the root was edited',
      edited((note) => note.replace(/\n[^\n]{44}\n/, `\n${ROOT}\n`)),
      '8 root, 12 signature',
    ],
    [
      'foreign',
      'the checkpoint of another chain, by the same key',
      { ...files, [NOTE]: foreign },
      '8 root, 12 root',
    ],
    [
      'of-a-stranger',
      'the checkpoint is signed by a key that nobody pinned',
      { ...files, [NOTE]: stranger },
      `${each(rows, 'signature')}, 12 signature`,
    ],
    [
      'in-the-name-of-a-pin',
      'another key signed in the name of the pinned one',
      { ...files, [NOTE]: posing },
      '12 signature',
    ],
    [
      'one-of-two-lines',
      'one of two signatures of the key does not hold',
      edited((note) => note + line),
      '12 signature',
    ],
    [
      'carriage-return',
      'a note with carriage returns',
      edited((note) => note.replaceAll('\n', '\r\n')),
      '0 bundle',
    ],
    ['hyphen', 'a signature line with a hyphen', edited((note) => note.replace('\u2014', '-')), '0 bundle'],
    ['unsigned', 'a note without a signature', edited((note) => note.split('\u2014')[0] ?? ''), '0 bundle'],
    [
      'leading-zero',
      'a size with a leading zero',
      edited((note) => note.replace('\n12\n', '\n012\n')),
      '0 bundle',
    ],
    ['no-newline', 'a note that does not end', edited((note) => note.slice(0, -1)), '0 bundle'],
    [
      'root-short',
      'a root of 31 bytes',
      edited((note) => note.replace(/\n[^\n]{44}\n/, `\n${'A'.repeat(40)}\n`)),
      '0 bundle',
    ],
    [
      'extension',
      'a signed line behind the root',
      { ...files, [NOTE]: forged(`${text}\nextension\n`, KEYS.a) },
      '0 bundle',
    ],
    ...['\u0085', '\u00a0', '\u2003', '\u3000', '+'].map((char): [string, string, Files, string] => [
      `name-${char.codePointAt(0)?.toString(16)}`,
      'a signature line whose name holds white space, or a plus',
      edited((note) => `${note}\u2014 a${char}b ${base64(Buffer.alloc(68, 7))}\n`),
      '0 bundle',
    ]),
    [
      'short-line',
      'a signature line of four bytes',
      edited((note) => `${note}\u2014 a ${base64(Buffer.alloc(4, 7))}\n`),
      '0 bundle',
    ],
    ['long', 'a note of more than 100,000 bytes', edited((note) => note + witnesses(1100)), '0 bundle'],
    ['byte-order-mark', 'a note with a byte order mark', edited((note) => `\ufeff${note}`), '0 bundle'],
    ['empty', 'no note at all', edited(() => ''), '0 bundle'],
  ];
  return cases.map(([name, says, changed, found]) => ({
    name: `checkpoint-${name}`,
    says,
    files: changed,
    found,
  }));
}

export async function headRejections(): Promise<Rejection[]> {
  const chain = await corpusChain('heads');
  await chain.append(5);
  const five = await chain.checkpoint();
  await chain.append(3);
  const eight = await chain.checkpoint();
  await chain.append(5);
  const thirteen = await chain.checkpoint();
  const files = filesOf(await bundleOf(chain, { ...range(2, 6), since: [5, 8] }));
  await chain.remove();
  const fork = await corpusChain('heads');
  await fork.append(5, { model: 'another' });
  const otherFive = await fork.checkpoint();
  await fork.append(8);
  const otherThirteen = await fork.checkpoint();
  await fork.remove();
  const textOf = (note: string): string => `${note.split('\n\n')[0] ?? ''}\n`;
  const proofs = 'consistency.jsonl';
  const [one = '', two = ''] = (files[proofs] ?? '').split('\n');
  const path = (edit: (path: string[]) => string[]): Files =>
    editText(
      files,
      proofs,
      () =>
        `${one.replace(/\[.*\]/, (list) => JSON.stringify(edit(JSON.parse(list) as string[])))}\n${two}\n`,
    );
  const cases: [string, string, Files, string[], string, ('anchored' | 'internal')?][] = [
    [
      'proof-edited',
      'a consistency proof was edited',
      path(([, ...rest]) => [ROOT, ...rest]),
      [five],
      '5 root',
    ],
    [
      'proof-short',
      'a consistency proof without its end',
      path((list) => list.slice(0, -1)),
      [five],
      '5 root',
    ],
    [
      'proof-long',
      'a consistency proof with more than it needs',
      path((list) => [...list, ROOT]),
      [five],
      '5 root',
    ],
    ['proof-empty', 'a consistency proof of nothing', path(() => []), [five], '5 root'],
    ['proof-missing', 'no proof for a held checkpoint', { ...files, [proofs]: `${two}\n` }, [five], '5 root'],
    [
      'proofs-missing',
      'no consistency proofs at all',
      { ...files, [proofs]: '' },
      [five, eight],
      '5 root, 8 root',
    ],
    ['other-chain-five', 'the chain was written anew since', files, [otherFive], '5 root'],
    ['other-chain-equal', 'two trees of one size', files, [otherThirteen], '13 root'],
    [
      'two-anchors',
      'two held checkpoints of one size with different roots',
      files,
      [five, otherFive],
      '5 root',
      'anchored',
    ],
    [
      'forged',
      'a held checkpoint by a stranger',
      files,
      [forged(textOf(five), KEYS.stranger)],
      '5 signature',
    ],
    [
      'posing',
      'a held checkpoint by a stranger in the name of the key',
      files,
      [forged(textOf(thirteen), KEYS.stranger, KEYS.a)],
      '13 signature',
    ],
    [
      'root-edited',
      'a held checkpoint whose root was edited',
      files,
      [five.replace(/\n[^\n]{44}\n/, `\n${ROOT}\n`)],
      '5 root, 5 signature',
    ],
    [
      'from-zero',
      'a consistency proof from nothing',
      editText(files, proofs, (text) => text.replace('"from":5', '"from":0')),
      [],
      '0 bundle',
    ],
    [
      'from-size',
      'a consistency proof from the whole',
      editText(files, proofs, (text) => text.replace('"from":8', '"from":13')),
      [],
      '0 bundle',
    ],
    [
      'out-of-order',
      'consistency proofs out of order',
      editText(files, proofs, () => `${two}\n${one}\n`),
      [],
      '0 bundle',
    ],
    [
      'path-no-hash',
      'a consistency proof of something else than hashes',
      path(() => ['AAAA']),
      [],
      '0 bundle',
    ],
  ];
  return cases.map(([name, says, changed, checkpoints, found, layer = 'internal']) => ({
    name: `head-${name}`,
    says,
    files: changed,
    checkpoints,
    keys: [KEY_A],
    found,
    ...(found !== '0 bundle' && { more: { layer } }),
  }));
}
