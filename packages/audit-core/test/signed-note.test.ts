import { createHash, createPublicKey, verify as verifySignature } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseCheckpoint, signCheckpoint, verifyCheckpoint } from '../src/chain/checkpoint.ts';
import { formatNote, isSignedBy, noteKeyHash, parseNote } from '../src/chain/signed-note.ts';
import { generateSigningKey, publicKeyToPem, signingKeyFromSeed } from '../src/keys.ts';
import { createNativeSigner } from '../src/signer.ts';
import { createSignatureVerifier } from '../src/verify-signature.ts';

// A verifier key as its owner publishes it: name, key hash, base64 of the type byte and the key.
const published = (line: string) => {
  const [name = '', hash = '', ...encoded] = line.split('+');
  const bytes = Buffer.from(encoded.join('+'), 'base64');
  return { name, hash, type: bytes[0], key: createSignatureVerifier(bytes.subarray(1)) };
};

// The key and note of the documentation of Go's note package, which the C2SP format was made from.
const NEUMANN = published('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
const NEUMANN_NOTE =
  'If you think cryptography is the answer to your problem,\n' +
  "then you don't know what your problem is.\n\n" +
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';

// The tree head that the C2SP checkpoint page shows, under the name that the checksum database of Go signed it with.
const SUMDB = published('sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8');
const SUMDB_NOTE =
  'go.sum database tree\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n' +
  '— sum.golang.org Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n';

// The verifier key and the note of the C2SP signed-note page.
const FOO = published('example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k');
const FOO_NOTE =
  'This is an example message.\n\n' +
  '— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n';

const PUBLISHED = [
  { vector: FOO, note: FOO_NOTE },
  { vector: NEUMANN, note: NEUMANN_NOTE },
  { vector: SUMDB, note: SUMDB_NOTE },
];

describe.each(PUBLISHED)('the published note of $vector.name', ({ vector, note }) => {
  const parsed = parseNote(note) ?? { text: '', signatures: [] };

  test('is read, written back byte for byte and verified', () => {
    expect(vector.type).toBe(1);
    expect(Buffer.from(noteKeyHash(vector.name, vector.key.publicKey)).toString('hex')).toBe(vector.hash);
    expect(formatNote(parsed)).toBe(note);
    expect(isSignedBy(parsed, vector.name, vector.key)).toBe(true);
  });

  test('fails with another text, name or key', () => {
    expect(isSignedBy({ ...parsed, text: `${parsed.text}x\n` }, vector.name, vector.key)).toBe(false);
    expect(isSignedBy(parsed, 'another', vector.key)).toBe(false);
    const other = createSignatureVerifier(generateSigningKey().publicKey);
    expect(isSignedBy(parsed, vector.name, other)).toBe(false);
  });
});

test('the published tree head is a checkpoint', () => {
  expect(parseCheckpoint(SUMDB_NOTE)).toMatchObject({
    origin: 'go.sum database tree',
    size: 20_852_163,
    root: 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=',
  });
});

// The C2SP cosignature page shows the same tree head with a witness beside the log.
test('the published checkpoint with a cosignature is read, and both its signatures', () => {
  const cosigned =
    'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n' +
    '— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n' +
    '— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n';
  const checkpoint = parseCheckpoint(cosigned);
  expect(checkpoint).toMatchObject({ origin: 'example.com/behind-the-sofa', size: 20_852_163 });
  expect(checkpoint?.signed.signatures.map(({ signature }) => signature.length)).toEqual([64, 72]);
});

const key = signingKeyFromSeed(Buffer.alloc(32, 7));
const verifier = createSignatureVerifier(key.publicKey);
const origin = 'governance-agent/t/00112233445566778899aabbccddeeff';
const root = createHash('sha256').digest('base64');
const note = signCheckpoint(createNativeSigner(key), { origin, size: 7, root });

test('a checkpoint verifies with node:crypto and the text of the format only', () => {
  const [text = '', line = ''] = note.split('\n\n');
  const [dash, name, encoded = ''] = line.trimEnd().split(' ');
  expect([dash, name]).toEqual(['\u2014', origin]);
  expect(text).toBe(`${origin}\n7\n${root}`);
  const bytes = Buffer.from(encoded, 'base64');
  const keyHash = createHash('sha256')
    .update(`${origin}\n\u0001`)
    .update(key.publicKey)
    .digest()
    .subarray(0, 4);
  expect(bytes.subarray(0, 4)).toEqual(keyHash);
  const publicKey = createPublicKey(publicKeyToPem(key.publicKey));
  expect(verifySignature(null, Buffer.from(`${text}\n`), publicKey, bytes.subarray(4))).toBe(true);
  expect(verifyCheckpoint(note, origin, verifier)).toMatchObject({ origin, size: 7, root });
});

test('a checkpoint of another log is not this log’s', () => {
  expect(verifyCheckpoint(note, 'another/t/1', verifier)).toBeNull();
});

test('signatures of unknown keys are passed over, a false one under the known name is not', () => {
  const stranger = '— witness.example AAAAAEFB\n';
  expect(verifyCheckpoint(note + stranger, origin, verifier)).not.toBeNull();
  const [, line = ''] = note.split('\n\n');
  const bytes = Buffer.from(line.trimEnd().split(' ')[2] ?? '', 'base64');
  const forged = `— ${origin} ${Buffer.concat([bytes.subarray(0, 4), Buffer.alloc(64)]).toString('base64')}\n`;
  expect(verifyCheckpoint(note + forged, origin, verifier)).toBeNull();
});

test('extension lines are read over', () => {
  expect(parseCheckpoint(`o\n1\n${root}\nmore\n\n— o AAAAAEFB\n`)).toMatchObject({ origin: 'o', size: 1 });
});

test.each([
  ['nothing', ''],
  ['no signature', `o\n1\n${root}\n`],
  ['no signature after the blank line', `o\n1\n${root}\n\n`],
  ['no last newline', `o\n1\n${root}\n\n— o AAAAAEFB`],
  ['a carriage return', `o\r\n1\n${root}\n\n— o AAAAAEFB\n`],
  ['a hyphen for the dash', `o\n1\n${root}\n\n- o AAAAAEFB\n`],
  ['a key hash only', `o\n1\n${root}\n\n— o AAAAAA==\n`],
  ['loose base64', `o\n1\n${root}\n\n— o AAAAAEF=\n`],
  ['a plus in the name', `o\n1\n${root}\n\n— o+p AAAAAEFB\n`],
  ['a leading zero', `o\n01\n${root}\n\n— o AAAAAEFB\n`],
  ['a size beyond 2^53', `o\n9007199254740992\n${root}\n\n— o AAAAAEFB\n`],
  ['a short root', `o\n1\nAAAA\n\n— o AAAAAEFB\n`],
  ['a root in loose base64', `o\n1\n${'A'.repeat(42)}B=\n\n— o AAAAAEFB\n`],
  ['an empty origin', `\n1\n${root}\n\n— o AAAAAEFB\n`],
  ['an empty extension line', `o\n1\n${root}\n\nx\n\n— o AAAAAEFB\n`],
  ['a lone surrogate', `\ud800\n1\n${root}\n\n— o AAAAAEFB\n`],
])('no checkpoint is read from a note with %s', (_, text) => {
  expect(parseCheckpoint(text)).toBeNull();
});

test('any text is refused or read back as it was, without an error', () => {
  const pieces = fc.constantFrom('\n', '\n\n', '— ', 'o', ' ', 'AAAAAEFB', '1', root, '\0', 'é');
  const property = fc.property(fc.array(pieces, { maxLength: 14 }), (parts) => {
    const parsed = parseNote(parts.join(''));
    expect(parsed === null || formatNote(parsed) === parts.join('')).toBe(true);
  });
  fc.assert(property, { numRuns: 2000 });
});
