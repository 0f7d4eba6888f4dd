// The store is away for eight seconds while a stock exporter goes on: nothing is lost, nothing is doubled.
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { openDatabase } from '@governance-agent/audit-core';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { databaseKinds } from '@governance-agent/testkit';
import { startCli, waitForLine } from '../cli/run-cli.ts';
import { postLogs } from '../support/ingest.ts';
import { stopInOrder } from '../support/supervise.ts';
import { tcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import { temporaryPlace } from '../support/temporary-place.ts';

const OUTAGE_MS = 8000;
const EMIT_MS = 12_000;

// SQLite: another process holds the write lock. PostgreSQL: connections are cut and new ones refused.
async function outage(databaseUrl: string, proxy: TcpProxy | undefined): Promise<void> {
  if (proxy !== undefined) {
    await proxy.down();
    await pause(OUTAGE_MS);
    await proxy.up();
    return;
  }
  const other = openDatabase(databaseUrl);
  await other.knex.raw('BEGIN IMMEDIATE');
  await pause(OUTAGE_MS);
  await other.knex.raw('COMMIT');
  await other.close();
}

async function emitFor(milliseconds: number, provider: LoggerProvider): Promise<number> {
  const logger = provider.getLogger('com.anthropic.claude_code.events');
  const end = Date.now() + milliseconds;
  let sequence = 0;
  while (Date.now() < end) {
    for (let index = 0; index < 5; index += 1) {
      const attributes = {
        'event.name': 'user_prompt',
        'session.id': 'outage',
        'event.sequence': sequence,
        prompt: 'hi',
      };
      logger.emit({ body: 'claude_code.user_prompt', attributes });
      sequence += 1;
    }
    await pause(100);
  }
  return sequence;
}

test.each(databaseKinds)('an outage of 8 s on %s', async (kind) => {
  const place = await temporaryPlace(kind);
  const { authorization } = place;
  const proxy = kind === 'postgres' ? await tcpProxy(place.databaseUrl) : undefined;
  const env = {
    DATA_DIR: place.dataDir,
    DATABASE_URL: proxy?.url ?? place.databaseUrl,
    PORT: '0',
    LOG_FORMAT: 'json',
  };
  const child = startCli(['serve', '--migrate'], env);
  const url = await waitForLine(child, /"url":"(http:[^"]+)"/);

  // On a busy machine a thread loads its program for seconds: the first batch would have used up its time before the outage.
  const json = { 'content-type': 'application/json' };
  expect((await postLogs(url, authorization, '{"resourceLogs":[]}', json)).status).toBe(200);
  const exporter = new OTLPLogExporter({ url: `${url}/v1/logs`, headers: { authorization } });
  const processor = new BatchLogRecordProcessor({ exporter, scheduledDelayMillis: 500 });
  const provider = new LoggerProvider({ processors: [processor] });
  const emitting = emitFor(EMIT_MS, provider);
  await pause(1000);
  await outage(place.databaseUrl, proxy);
  const emitted = await emitting;
  await provider.forceFlush();
  await provider.shutdown();

  const database = openDatabase(place.databaseUrl);
  const sequences = await database
    .knex('audit_logs')
    .orderBy('client_sequence')
    .pluck<number[]>('client_sequence');
  expect(sequences).toEqual(Array.from({ length: emitted }, (_, index) => index));
  await database.close();
  await stopInOrder(child);
  await proxy?.down();
  await place.remove();
});
