// OTLP/gRPC on its port, beside the HTTP server.
import type { OtelIngest, OtlpGrpcServer } from '@governance-agent/otel-ingest';
import type { Settings } from './config/settings.ts';
import { AgentError } from './errors.ts';
import type { Logger } from './logging.ts';

export interface GrpcEndpoint {
  /** Throws AgentError `port_unavailable` where the port was asked for; the default port is done without, with a warning. */
  listen(): Promise<void>;
  /** undefined where nothing listens */
  port(): number | undefined;
  /** Resolves to false where calls took longer and were cut off. */
  close(timeoutMs: number): Promise<boolean>;
}

export interface GrpcEndpointDeps {
  readonly settings: Pick<Settings, 'grpc' | 'host'>;
  readonly ingest: Pick<OtelIngest, 'createGrpcServer'> | undefined;
  readonly logger: Logger;
}

export function createGrpcEndpoint({ settings, ingest, logger }: GrpcEndpointDeps): GrpcEndpoint {
  const { grpc, host } = settings;
  const server = grpc.enabled ? ingest?.createGrpcServer() : undefined;
  let bound: number | undefined;
  return {
    async listen() {
      if (server === undefined) return;
      try {
        bound = await server.listen(host, grpc.port);
        logger.info('listening for OTLP/gRPC', { host, port: bound });
      } catch (cause) {
        if (grpc.portGiven) throw unavailable(settings, cause);
        // A second agent on one machine must start: nobody asked for this port, and HTTP is all there.
        logger.warn('OTLP/gRPC is off: its port is taken; set OTLP_GRPC_PORT', { host, port: grpc.port });
      }
    },
    port: () => bound,
    close: (timeoutMs) => closeServer(server, timeoutMs),
  };
}

function closeServer(server: OtlpGrpcServer | undefined, timeoutMs: number): Promise<boolean> {
  return server === undefined ? Promise.resolve(true) : server.close(timeoutMs);
}

function unavailable({ grpc, host }: GrpcEndpointDeps['settings'], cause: unknown): AgentError {
  const advice = 'choose another OTLP_GRPC_PORT, or set OTLP_GRPC_ENABLED=false';
  const message = `Cannot listen on ${host} port ${grpc.port} for OTLP/gRPC: ${advice}`;
  return new AgentError('port_unavailable', message, { cause });
}
