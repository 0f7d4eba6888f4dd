// Writes test/vectors/ed25519.json anew: the published cases it already holds, and the crafted ones.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { edgeSignatures } from '../support/edge-signatures.ts';

const file = path.join(import.meta.dirname, '../vectors/ed25519.json');
const { about, published, base64 } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
writeFileSync(file, `${JSON.stringify({ about, published, crafted: edgeSignatures(), base64 }, null, 2)}\n`);
