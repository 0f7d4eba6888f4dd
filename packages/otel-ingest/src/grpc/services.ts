// The three services of OTLP and their one method each, as grpc-js wants them described. No generated code: bytes in,
// bytes out.
import type { ServiceDefinition, UntypedServiceImplementation } from '@grpc/grpc-js';
import type { Signal } from '../ports.ts';

const SERVICES: Readonly<Record<Signal, string>> = {
  logs: 'opentelemetry.proto.collector.logs.v1.LogsService',
  metrics: 'opentelemetry.proto.collector.metrics.v1.MetricsService',
  traces: 'opentelemetry.proto.collector.trace.v1.TraceService',
};

export interface OtlpService {
  readonly signal: Signal;
  /** As in the `:path` of a call. */
  readonly path: string;
  readonly definition: ServiceDefinition;
}

const sameBytes = (bytes: Buffer): Buffer => bytes;

export const OTLP_SERVICES: readonly OtlpService[] = (['logs', 'metrics', 'traces'] as const).map(
  (signal) => {
    const path = `/${SERVICES[signal]}/Export`;
    const codec = {
      requestSerialize: sameBytes,
      requestDeserialize: sameBytes,
      responseSerialize: sameBytes,
      responseDeserialize: sameBytes,
    };
    return {
      signal,
      path,
      definition: { Export: { path, requestStream: false, responseStream: false, ...codec } },
    };
  },
);

/** Every call is answered by the interceptor before it comes to a handler (receive-call.ts). */
export const NO_HANDLERS: UntypedServiceImplementation = { Export: () => undefined };
