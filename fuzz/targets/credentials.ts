// The Authorization header and the licence in it: a good one is let in, anything else is refused with a code.
import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { readBasic, readBearer, readSentToken } from '../../packages/agent/src/access/credential.ts';
import { issueLicence } from '../../packages/agent/src/access/issue-licence.ts';
import { LicenceError } from '../../packages/agent/src/access/licence.ts';
import { verifyLicence } from '../../packages/agent/src/access/verify-licence.ts';
import { mutateBytes } from '../engine/mutate-bytes.ts';
import { createTextMutator } from '../engine/mutate-text.ts';
import type { Target } from '../engine/target.ts';

const NOW = 1_795_229_540_397;
const { privateKey } = generateKeyPairSync('ed25519');
const issuers = new Map([['key', createPublicKey(privateKey)]]);
const ORDER = { org: 'acme', tenant: 'acme', tier: 'standard', features: ['otel_ingest'], expiresAt: NOW };
const licence = await issueLicence({ privateKey, keyId: 'key' }, ORDER, NOW);
const unsigned = `${btoa('{"alg":"none"}')}.${btoa('{"org":"acme","iat":1,"exp":9}')}.`;
const HEADERS = [licence.key, unsigned, 'gat_abc'].flatMap((key) => [
  `Basic ${btoa(`acme:${key}`)}`,
  `"Basic%20${btoa(`acme:${key}`)}"`,
  `Bearer ${key}`,
]);

async function check(input: Buffer): Promise<void> {
  const header = input.toString('latin1');
  readBearer(header);
  readSentToken(header);
  const key = passwordOf(header);
  if (key === undefined || key === licence.key) return;
  await assert.rejects(verifyLicence(issuers, key), LicenceError);
}

function passwordOf(header: string): string | undefined {
  try {
    return readBasic(header).password;
  } catch (error) {
    if (error instanceof LicenceError) return undefined;
    throw error;
  }
}

export const credentials: Target = {
  name: 'credentials',
  seeds: () => HEADERS.map((header) => Buffer.from(header)),
  mutators: [mutateBytes, createTextMutator(['Basic ', 'Bearer ', '%20', '%', '"', "'", ':', '=='])],
  testRuns: 2000,
  open: () => Promise.resolve({ check }),
};
