// The pipeline without HTTP.
import { describe, expect, test } from '@jest/globals';
import { createLogsIngest, createOtelIngestRouter, IngestSettingsError } from '../../src/index.ts';
import { logsJson } from './support/messages.ts';
import { testPorts } from './support/test-ports.ts';

const destination = { org: 'test', tenant: 'test-tenant', dataset: 'team-a' };

describe('createLogsIngest', () => {
  test('stores without any HTTP', async () => {
    const ports = testPorts();
    const ingest = createLogsIngest(ports);
    expect(await ingest(destination, 'json', logsJson(2))).toMatchObject({
      receipt: { appended: 2, duplicates: 0, head: { size: 2, hash: 'aGVhZA==' } },
      rejected: 0,
      message: '',
    });
    expect(ports.destinations).toEqual([destination]);
  });

  test('does not trouble the sink with nothing', async () => {
    const ports = testPorts();
    expect(await createLogsIngest(ports)(destination, 'protobuf', Buffer.alloc(0))).toEqual({
      receipt: undefined,
      rejected: 0,
      message: '',
    });
    expect(ports.destinations).toEqual([]);
  });

  test('lets others run while much is being masked', async () => {
    const ingest = createLogsIngest(testPorts());
    const work = ingest(destination, 'json', logsJson(3000, 'mail jo@example.com about 4111 1111 1111 1111'));
    const first = await Promise.race([
      work.then(() => 'stored'),
      new Promise((resolve) => setImmediate(() => resolve('others'))),
    ]);
    expect(first).toBe('others');
    expect((await work).receipt?.appended).toBe(3000);
  });

  test('rejects with what the sink rejects with', async () => {
    const refusal = new Error('no');
    const ingest = createLogsIngest(testPorts({ sink: { append: () => Promise.reject(refusal) } }));
    await expect(ingest(destination, 'json', logsJson(1))).rejects.toBe(refusal);
  });
});

test('bad settings stop the start', () => {
  expect(() => createOtelIngestRouter(testPorts(), { maxBodyBytes: 0 })).toThrow(IngestSettingsError);
  expect(() => createLogsIngest(testPorts(), { maxRecords: -1 })).toThrow(IngestSettingsError);
});
