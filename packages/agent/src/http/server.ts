// The HTTP server with the limits of OTLP rule H16.
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AgentError } from '../errors.ts';

/** The exporter sends every 5 s and reuses its connection; a proxy in front commonly keeps one for 60 s. */
const KEEP_ALIVE_MS = 72_000;
/** A whole request, body included: longer is a slow-loris. */
const REQUEST_MS = 30_000;
const HEADERS_MS = 15_000;
const CHECK_MS = 5000;
const MAX_HEADER_BYTES = 16_384;

/** Milliseconds. */
export interface ServerLimits {
  readonly request: number;
  readonly headers: number;
  /** How often connections are looked at. */
  readonly check: number;
}

const LIMITS: ServerLimits = { request: REQUEST_MS, headers: HEADERS_MS, check: CHECK_MS };

export function createHttpServer(listener: RequestListener, limits = LIMITS): Server {
  const server = createServer(
    {
      keepAliveTimeout: KEEP_ALIVE_MS,
      requestTimeout: limits.request,
      headersTimeout: limits.headers,
      connectionsCheckingInterval: limits.check,
      maxHeaderSize: MAX_HEADER_BYTES,
    },
    listener,
  );
  // Node would answer 100 Continue by itself: the listener decides first whether it wants the body at all.
  return server.on('checkContinue', listener);
}

/** Resolves to the URL once connections are accepted. Throws AgentError `port_unavailable`. */
export async function listen(server: Server, host: string, port: number): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const refuse = (cause: Error): void =>
    reject(
      new AgentError('port_unavailable', `Cannot listen on ${host} port ${port}: choose another PORT`, {
        cause,
      }),
    );
  server.once('error', refuse).listen(port, host, () => resolve(undefined));
  await promise;
  server.off('error', refuse);
  return urlOf(server.address(), host);
}

function urlOf(address: AddressInfo | string | null, host: string): string {
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const reachable = WILDCARDS.get(host) ?? host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}

/** Listening everywhere is no address to connect to: the URL that is shown leads to this machine. */
const WILDCARDS: ReadonlyMap<string, string> = new Map([
  ['0.0.0.0', '127.0.0.1'],
  ['::', '::1'],
]);
