// A process of its own that appends to a store through several writers at once: URL, key file, name, writers, calls.
import { readFileSync } from 'node:fs';
import { createAuditWriter, createSigner, openDatabase, signingKeyFromPem } from '../../src/index.ts';
import { maskedEvents } from '../support/events.ts';
import { ACME } from '../support/store.ts';

const [url = '', keyFile = '', name = '', writers = '4', calls = '10'] = process.argv.slice(2);
const signer = createSigner({ key: signingKeyFromPem(readFileSync(keyFile, 'utf8')) });

async function appendAll(writerName: string): Promise<void> {
  const database = openDatabase(url);
  const writer = createAuditWriter({ database, signer, clock: { now: () => Date.now() } });
  for (let call = 0; call < Number(calls); call += 1) {
    const events = maskedEvents(5, { sessionId: `session-${call % 3}` }, `${writerName}-${call}-`);
    await writer.append(ACME, events);
    process.stdout.write(`${events.map(({ idempotencyKey }) => idempotencyKey).join('\n')}\n`);
  }
  await writer.close();
  await database.close();
}

await Promise.all(Array.from({ length: Number(writers) }, (_, index) => appendAll(`${name}-${index}`)));
