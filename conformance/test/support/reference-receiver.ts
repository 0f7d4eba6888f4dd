// The receiver of the house around a sink in memory, behind whatever a test puts in front of it.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type RequestHandler } from 'express';
import { createEventMasker } from '@governance-agent/audit-core';
import { createOtelIngestRouter, IngestError, type IngestPorts } from '@governance-agent/otel-ingest';
import { createMasker } from '@governance-agent/policy-engine';

export const KNOWN = 'Basic a25vd246a2V5';
export const FORBIDDEN = 'Basic Zm9yYmlkZGVuOmtleQ==';
export const MAX_BODY_BYTES = 4 * 1024 * 1024;

export interface Receiver {
  readonly url: string;
  close(): Promise<undefined>;
}

/** `fault` sees every request before the receiver does, and may answer it or change how it is answered. */
export async function startReceiver(
  fault?: RequestHandler,
  prepare?: (server: Server) => void,
): Promise<Receiver> {
  const ingest = createOtelIngestRouter(ports(), { maxBodyBytes: MAX_BODY_BYTES });
  const app = express().disable('x-powered-by');
  if (fault !== undefined) app.use(fault);
  app.use(ingest.router);
  const server = createServer(app);
  server.on('checkContinue', app);
  prepare?.(server);
  const { promise, resolve } = Promise.withResolvers<undefined>();
  server.listen(0, '127.0.0.1', () => resolve(undefined));
  await promise;
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => close(server) };
}

export function close(server: Server): Promise<undefined> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  server.close(() => resolve(undefined));
  server.closeAllConnections();
  return promise;
}

function ports(): IngestPorts {
  return {
    clock: { now: Date.now },
    masker: createEventMasker({ masker: createMasker() }),
    authenticator: { authenticate: principalOf },
    sink: {
      append: (_destination, events) =>
        Promise.resolve({ appended: events.length, duplicates: 0, head: { size: 1, hash: 'aGVhZA==' } }),
    },
  };
}

function principalOf(authorization: string | undefined): Promise<{ org: string; tenant: string }> {
  const [scheme = '', value = ''] = (authorization ?? '').split(' ');
  const given = `${scheme.toLowerCase()} ${value}`;
  if (given === lowerScheme(KNOWN)) return Promise.resolve({ org: 'test', tenant: 'test' });
  const code = given === lowerScheme(FORBIDDEN) ? 'forbidden' : 'unauthenticated';
  return Promise.reject(new IngestError(code, 'not with this credential'));
}

function lowerScheme(credential: string): string {
  return credential.replace('Basic', 'basic');
}
