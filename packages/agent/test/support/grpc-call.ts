// One call by the official gRPC client.
import { Client, compressionAlgorithms, credentials, Metadata } from '@grpc/grpc-js';

const SERVICES = {
  logs: 'opentelemetry.proto.collector.logs.v1.LogsService',
  metrics: 'opentelemetry.proto.collector.metrics.v1.MetricsService',
} as const;

/** As grpc-js wants it: UNAVAILABLE is tried again by the client library itself. */
const RETRYING = JSON.stringify({
  methodConfig: [
    {
      name: [{}],
      retryPolicy: {
        maxAttempts: 5,
        initialBackoff: '2s',
        maxBackoff: '4s',
        backoffMultiplier: 2,
        retryableStatusCodes: ['UNAVAILABLE'],
      },
    },
  ],
});
const same = (bytes: Buffer): Buffer => bytes;

export interface GrpcSender {
  /** Resolves to the code of the status. */
  send(signal: keyof typeof SERVICES, body: Buffer): Promise<number>;
  close(): void;
}

export interface SenderOptions {
  readonly gzip?: boolean;
  readonly retrying?: boolean;
}

export function grpcSender(
  port: number,
  authorization: string,
  { gzip = false, retrying = false }: SenderOptions = {},
): GrpcSender {
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), {
    'grpc.enable_retries': retrying ? 1 : 0,
    ...(retrying ? { 'grpc.service_config': RETRYING } : {}),
    ...(gzip ? { 'grpc.default_compression_algorithm': compressionAlgorithms.gzip } : {}),
  });
  return {
    send(signal, body) {
      const { promise, resolve } = Promise.withResolvers<number>();
      const metadata = new Metadata();
      metadata.set('authorization', authorization);
      const path = `/${SERVICES[signal]}/Export`;
      client.makeUnaryRequest(path, same, same, body, metadata, (error) => resolve(error?.code ?? 0));
      return promise;
    },
    close: () => client.close(),
  };
}
