// The store is away for eight seconds while a stock exporter goes on: nothing is lost, nothing is doubled.
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { openDatabase } from '@governance-agent/audit-core';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { databaseKinds } from '@governance-agent/testkit';
import { testAgent, type TestAgent } from '../support/test-agent.ts';
import { licenceHeader } from './licences.ts';

const OUTAGE_MS = 8000;
const EMIT_MS = 12_000;

// SQLite: another process holds the write lock. PostgreSQL: connections are cut and new ones refused.
async function outage(agent: TestAgent): Promise<void> {
  if (agent.proxy !== undefined) {
    await agent.proxy.down();
    await pause(OUTAGE_MS);
    await agent.proxy.up();
    return;
  }
  const other = openDatabase(agent.databaseUrl);
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

test.each(databaseKinds)(
  'an outage of 8 s on %s',
  async (kind) => {
    const agent = await testAgent(kind, {}, { proxied: true });
    const exporter = new OTLPLogExporter({
      url: `${agent.url}/v1/logs`,
      headers: { Authorization: await licenceHeader(agent) },
    });
    const provider = new LoggerProvider({
      processors: [new BatchLogRecordProcessor({ exporter, scheduledDelayMillis: 500 })],
    });
    const emitting = emitFor(EMIT_MS, provider);
    await pause(1000);
    await outage(agent);
    const emitted = await emitting;
    await provider.forceFlush();
    await provider.shutdown();

    const sequences = await agent.database
      .knex('audit_logs')
      .orderBy('client_sequence')
      .pluck<number[]>('client_sequence');
    expect(sequences).toEqual(Array.from({ length: emitted }, (_, index) => index));
    await agent.remove();
  },
  60_000,
);
