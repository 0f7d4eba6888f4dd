import { createHash, createPublicKey, verify as verifySignature } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { canonicalBody } from '../src/body.ts';
import { envelopeText, sessionLine } from '../src/envelope.ts';
import { leafHash } from '../src/hash.ts';
import { signingKeyFromSeed } from '../src/keys.ts';
import type { RowBody, RowContent, RowPosition } from '../src/row.ts';
import { createNobleSigner } from '../src/signer.ts';

interface Vectors {
  readonly seed: string;
  readonly public_key: string;
  readonly key_id: string;
  readonly origin: string;
  readonly rows: readonly {
    readonly body: RowBody;
    readonly canonical_body: string;
    readonly position: RowPosition;
    readonly envelope: string;
    readonly row_hash: string;
    readonly signature: string;
    readonly content: RowContent | null;
  }[];
}

const file = path.join(import.meta.dirname, 'vectors/chain.json');
const vectors = JSON.parse(readFileSync(file, 'utf8')) as Vectors;
const key = signingKeyFromSeed(Buffer.from(vectors.seed, 'hex'));

// From the text of docs/formats alone, with nothing of this package: hashes, links and signatures.
const digest = (...parts: (string | Buffer)[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('base64');
};

describe('docs/formats/decision-chain.md', () => {
  test('names its key', () => {
    expect(Buffer.from(key.publicKey).toString('hex')).toBe(vectors.public_key);
    expect(key.keyId).toBe(vectors.key_id);
  });

  test.each(vectors.rows.map((row, index) => ({ row, index })))(
    'row $index is recomputed byte for byte',
    ({ row }) => {
      expect(canonicalBody(row.body)).toBe(row.canonical_body);
      expect(envelopeText(vectors.origin, sessionLine(row.body.session_id), row.position)).toBe(row.envelope);
      expect(leafHash(row.envelope)).toBe(row.row_hash);
      expect(Buffer.from(createNobleSigner(key).sign(Buffer.from(row.envelope))).toString('base64')).toBe(
        row.signature,
      );
    },
  );

  test('verifies with node:crypto and the text of the format only', () => {
    const spki = Buffer.concat([
      Buffer.from('302a300506032b6570032100', 'hex'),
      Buffer.from(vectors.public_key, 'hex'),
    ]);
    const publicKey = createPublicKey({ key: spki, format: 'der', type: 'spki' });
    let previous = Buffer.alloc(32).toString('base64');
    for (const { canonical_body, envelope, row_hash, signature, content, body } of vectors.rows) {
      const lines = envelope.split('\n');
      expect(lines.slice(6)).toEqual([previous, digest(canonical_body), '']);
      expect(digest(Buffer.from([0]), envelope)).toBe(row_hash);
      expect(verifySignature(null, Buffer.from(envelope), publicKey, Buffer.from(signature, 'base64'))).toBe(
        true,
      );
      const commit = content === null ? null : digest(Buffer.from(content.salt, 'base64'), content.content);
      expect(body.content_commit).toBe(commit);
      previous = row_hash;
    }
  });
});
