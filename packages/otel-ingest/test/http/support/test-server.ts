// A real HTTP server around the router, on a port of its own.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Express } from 'express';
import { createOtelIngestRouter, type IngestSettings, type OtelIngest } from '../../../src/index.ts';
import { testPorts, type TestPorts } from './test-ports.ts';

export interface TestServer {
  readonly port: number;
  readonly url: string;
  readonly ports: TestPorts;
  readonly ingest: OtelIngest;
  readonly server: Server;
  close(): Promise<undefined>;
}

export interface TestServerOptions {
  readonly ports?: TestPorts;
  readonly settings?: Partial<IngestSettings>;
  /** Replaces the app that holds the router and nothing else. */
  readonly app?: (ingest: OtelIngest) => Express;
  /** Hands `Expect: 100-continue` to the app, which Node would answer by itself. */
  readonly checkContinue?: boolean;
}

export async function startServer(options: TestServerOptions = {}): Promise<TestServer> {
  const ports = options.ports ?? testPorts();
  const ingest = createOtelIngestRouter(ports, options.settings);
  const app = (options.app ?? routerAlone)(ingest);
  const server = createServer(app);
  if (options.checkContinue === true) server.on('checkContinue', app);
  const port = await listen(server);
  return { port, url: `http://127.0.0.1:${port}`, ports, ingest, server, close: () => close(server) };
}

export async function listen(server: Server): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  server.listen(0, '127.0.0.1', () => resolve(undefined));
  await promise;
  return (server.address() as AddressInfo).port;
}

export function close(server: Server): Promise<undefined> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  server.close(() => resolve(undefined));
  server.closeAllConnections();
  return promise;
}

function routerAlone({ router }: OtelIngest): Express {
  return express().use(router);
}
