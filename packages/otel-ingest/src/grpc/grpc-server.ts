// The OTLP/gRPC receiver: grpc-js speaks the protocol, the calls go the way of the HTTP requests.
import { logVerbosity, Server, ServerCredentials, setLogVerbosity } from '@grpc/grpc-js';
import type { ReceiverDeps } from '../http/receive.ts';
import { createCallReceiver } from './receive-call.ts';
import { NO_HANDLERS, OTLP_SERVICES } from './services.ts';

export interface OtlpGrpcServer {
  /**
   * Accepts calls, without TLS: that is the business of a proxy in front. Resolves to the port. Rejects where the address
   * cannot be had. @param port 0 = any free one
   */
  listen(host: string, port: number): Promise<number>;
  /** No new connections; the calls under way are answered. Resolves to false where some took longer and were cut off. */
  close(timeoutMs: number): Promise<boolean>;
}

const OPTIONS = {
  /** One process of a client has up to 30 exports under way; a collector in front has more connections. */
  'grpc.max_concurrent_streams': 100,
  /** A peer that is gone without a word is noticed. */
  'grpc.keepalive_time_ms': 60_000,
  'grpc.keepalive_timeout_ms': 20_000,
  'grpc.max_connection_idle_ms': 10 * 60_000,
  'grpc.enable_channelz': 0,
} as const;

export function createGrpcServer(deps: ReceiverDeps): OtlpGrpcServer {
  // The library writes header values that it cannot read to the console, and a credential may be among them.
  setLogVerbosity(logVerbosity.NONE);
  const server = new Server({ ...OPTIONS, interceptors: [createCallReceiver(deps)] });
  for (const { definition } of OTLP_SERVICES) server.addService(definition, NO_HANDLERS);
  return {
    listen: (host, port) => bind(server, host, port),
    close: (timeoutMs) => shutDown(server, timeoutMs),
  };
}

function bind(server: Server, host: string, port: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const address = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  server.bindAsync(address, ServerCredentials.createInsecure(), (error, bound) => {
    if (error === null) resolve(bound);
    else reject(error);
  });
  return promise;
}

async function shutDown(server: Server, timeoutMs: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), timeoutMs);
  server.tryShutdown(() => resolve(true));
  const finished = await promise;
  clearTimeout(timer);
  server.forceShutdown();
  return finished;
}
