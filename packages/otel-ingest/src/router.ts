// The OTLP receiver: over HTTP as an express router that any app can mount, over gRPC as a server of its own.
import express, { type Router } from 'express';
import { createRecordsCount } from './count-records.ts';
import { createGrpcServer, type OtlpGrpcServer } from './grpc/grpc-server.ts';
import { createDrainGate } from './http/drain-gate.ts';
import { createReceiver } from './http/receive.ts';
import { matchRoute } from './http/routes.ts';
import { createLogsIngest } from './ingest-logs.ts';
import { createMetricsIngest } from './ingest-metrics.ts';
import { createLoadLimits } from './load/load-limits.ts';
import type { IngestPorts } from './ports.ts';
import { resolveSettings, type IngestSettings } from './settings.ts';

export interface OtelIngest {
  /** Mount it in front of any body parser. Paths that are not its own go on to the next handler. */
  readonly router: Router;
  /** The same receiver for OTLP/gRPC: one pipeline, one budget of bytes, one drain (docs/formats/otlp-grpc.md). */
  createGrpcServer(): OtlpGrpcServer;
  /** From now on every new request is answered 503 before its body is read; what was read goes on (rule H15). */
  drain(): void;
}

/** Throws IngestSettingsError for a bad value. Routes, statuses and limits: docs/formats/otlp-http.md. */
export function createOtelIngestRouter(ports: IngestPorts, given?: Partial<IngestSettings>): OtelIngest {
  const settings = resolveSettings(given);
  const gate = createDrainGate();
  const deps = {
    authenticator: ports.authenticator,
    datasets: ports.datasets,
    observer: ports.observer,
    ...createLoadLimits(settings),
    ingestLogs: ports.ingestLogs ?? createLogsIngest(ports, settings),
    ingestMetrics: ports.ingestMetrics ?? (ports.metrics && createMetricsIngest(ports.metrics, settings)),
    countRecords: ports.countRecords ?? createRecordsCount(settings),
    settings,
    gate,
  };
  const receive = createReceiver(deps);
  const router = express.Router();
  router.use(async (request, response, next) => {
    const route = matchRoute(request.path, settings.pathPrefix);
    if (route === undefined) next();
    else await receive(route, { request, response });
  });
  return { router, createGrpcServer: () => createGrpcServer(deps), drain: () => gate.close() };
}
