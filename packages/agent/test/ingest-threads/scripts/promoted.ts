// Takes rows over from a thread and says how much of them outlived the quick collections, of how much at least: two numbers of bytes.
import { claudeLogsRequest, encodeLogsRequest, promotedBytes } from '@governance-agent/testkit';
import { createIngestPool } from '../../../src/ingest-threads/ingest-pool.ts';

const [RUNS, CONCURRENT, RECORDS] = [150, 4, 20];
/** Less than what is remembered of a request while it is worked on, far less than its rows. */
const REQUEST_BYTES = 1024;

const destination = { org: 'acme', tenant: 'acme', dataset: 'default' };
const pool = createIngestPool({ setup: { limits: {}, detection: true, policy: {} }, threads: 1 });

const body = encodeLogsRequest(claudeLogsRequest(0, RECORDS));

async function takeOver(): Promise<void> {
  const { ready } = await pool.run('prepareLogs', {
    destination,
    codec: 'protobuf',
    bytes: Uint8Array.from(body),
  });
  if (ready?.prepared.first.rows.length !== RECORDS) throw new Error('not prepared');
}

// What is compiled and learnt on the way is not of a request.
for (let run = 0; run < 50; run += 1) await takeOver();
const promoted = await promotedBytes(RUNS, async () => {
  await Promise.all(Array.from({ length: CONCURRENT }, takeOver));
});
await pool.close();
process.stdout.write(`${promoted} ${RUNS * CONCURRENT * REQUEST_BYTES}\n`);
