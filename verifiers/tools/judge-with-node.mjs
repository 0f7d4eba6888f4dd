// Judges bundles with the Node verifier for differential.py: one JSON job a line in, one JSON verdict a line out.
import { Buffer } from 'node:buffer';
import { createInterface } from 'node:readline';
import { UsageError, verifyBundle } from '../node/verify-bundle.mjs';

const bytes = (base64) => Uint8Array.from(Buffer.from(base64, 'base64'));

const judge = async ({ bundle, keys, checkpoints }) => {
  try {
    return await verifyBundle(bytes(bundle), { keys: keys.map(bytes), checkpoints });
  } catch (error) {
    return error instanceof UsageError ? { verdict: 'usage' } : { verdict: 'crash', detail: error.stack };
  }
};

for await (const line of createInterface({ input: process.stdin }))
  process.stdout.write(`${JSON.stringify(await judge(JSON.parse(line)))}\n`);
