// A signing device that fails for a while: 503 and no unsigned row ever; the batch sent again lands once.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import {
  AuditError,
  createAuditWriter,
  createEventMasker,
  createSigner,
  generateSigningKey,
  migrate,
  openDatabase,
  verify,
  type Signer,
} from '@governance-agent/audit-core';
import { createOtelIngestRouter } from '@governance-agent/otel-ingest';
import { createMasker } from '@governance-agent/policy-engine';
import {
  claudeLogsRequest,
  databaseKinds,
  encodeLogsRequest,
  temporaryDatabaseUrl,
} from '@governance-agent/testkit';
import express from 'express';
import { postLogs } from '../support/ingest.ts';

const clock = { now: Date.now };

function failingSigner(signer: Signer, fails: () => boolean): Signer {
  return {
    ...signer,
    sign: (message) => {
      if (fails()) throw new AuditError('signing_failed', 'the device is gone');
      return signer.sign(message);
    },
  };
}

test.each(databaseKinds)('on %s', async (kind) => {
  const { url, remove } = await temporaryDatabaseUrl(kind);
  const database = openDatabase(url);
  await migrate(database);
  const key = generateSigningKey();
  let signatures = 0;
  let broken = true;
  const fails = (): boolean => broken && ++signatures > 7;
  const sink = createAuditWriter({ database, clock, signer: failingSigner(createSigner({ key }), fails) });
  const masker = createEventMasker({ masker: createMasker() });
  const authenticator = { authenticate: () => Promise.resolve({ org: 'acme', tenant: 'acme' }) };
  const { router } = createOtelIngestRouter({ authenticator, sink, masker, clock });
  const server = createServer(express().use(router)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const body = encodeLogsRequest(claudeLogsRequest(0, 20));

  const refused = await postLogs(base, '', body);
  expect(refused.status).toBe(503);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(3);
  expect(await database.knex('audit_logs')).toHaveLength(0);
  expect(await database.knex('audit_content')).toHaveLength(0);

  broken = false;
  expect((await postLogs(base, '', body)).status).toBe(200);
  expect((await postLogs(base, '', body)).status).toBe(200);
  const report = await verify({ database, clock, trustedKeys: [key.publicKey], mode: 'deep' });
  expect(report).toMatchObject({ verdict: 'verified', chains: [{ rows: 20, signatures: 20 }] });

  server.close();
  await sink.close();
  await database.close();
  await remove();
});
