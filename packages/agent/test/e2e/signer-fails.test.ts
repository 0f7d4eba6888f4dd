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

const WAYS = ['one by one', 'on other threads'] as const;

/** Fails with any signature that is asked of it, whichever way. */
function failingSigner(signer: Signer, way: (typeof WAYS)[number], fails: () => boolean): Signer {
  const sign = (message: Uint8Array): Uint8Array => {
    if (fails()) throw new AuditError('signing_failed', 'the device is gone');
    return signer.sign(message);
  };
  const { implementation, keyId, publicKey } = signer;
  const oneByOne = { implementation, keyId, publicKey, sign };
  const signMany = async (messages: readonly Uint8Array[]): Promise<readonly Uint8Array[]> =>
    Promise.all(messages.map(async (message) => Promise.resolve(sign(message))));
  return way === 'one by one' ? oneByOne : { ...oneByOne, signMany };
}

test.each(databaseKinds.flatMap((kind) => WAYS.map((way) => [kind, way] as const)))(
  'on %s, %s',
  async (kind, way) => {
    const { url, remove } = await temporaryDatabaseUrl(kind);
    const database = openDatabase(url);
    await migrate(database);
    const key = generateSigningKey();
    let signatures = 0;
    let broken = false;
    const fails = (): boolean => broken && ++signatures > 7;
    const sink = createAuditWriter({
      database,
      clock,
      signer: failingSigner(createSigner({ key }), way, fails),
    });
    const masker = createEventMasker({ masker: createMasker() });
    const authenticator = { authenticate: () => Promise.resolve({ org: 'acme', tenant: 'acme' }) };
    const { router } = createOtelIngestRouter({ authenticator, sink, masker, clock });
    const server = createServer(express().use(router)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const body = encodeLogsRequest(claudeLogsRequest(0, 20));

    // A chain that has begun: only then is a group signed ahead of its lock.
    const first = encodeLogsRequest(claudeLogsRequest(100, 1));
    expect((await postLogs(base, '', first)).status).toBe(200);

    broken = true;
    const refused = await postLogs(base, '', body);
    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(3);
    expect(await database.knex('audit_logs')).toHaveLength(1);
    expect((await database.knex('audit_content')).length).toBeLessThanOrEqual(1);

    broken = false;
    expect((await postLogs(base, '', body)).status).toBe(200);
    expect((await postLogs(base, '', body)).status).toBe(200);
    const report = await verify({ database, clock, trustedKeys: [key.publicKey], mode: 'deep' });
    expect(report).toMatchObject({ verdict: 'verified', chains: [{ rows: 21, signatures: 21 }] });

    server.close();
    await sink.close();
    await database.close();
    await remove();
  },
);
