// A gRPC receiver on a port of its own, with ports for one test.
import { createOtelIngestRouter, type IngestSettings, type OtelIngest } from '../../../src/index.ts';
import { testPorts, type TestPorts } from '../../http/support/test-ports.ts';

export interface TestReceiver {
  readonly port: number;
  readonly ports: TestPorts;
  readonly ingest: OtelIngest;
  close(timeoutMs?: number): Promise<boolean>;
}

export async function startGrpc(
  options: { readonly ports?: TestPorts; readonly settings?: Partial<IngestSettings> } = {},
): Promise<TestReceiver> {
  const ports = options.ports ?? testPorts();
  const ingest = createOtelIngestRouter(ports, options.settings);
  const server = ingest.createGrpcServer();
  const port = await server.listen('127.0.0.1', 0);
  return { port, ports, ingest, close: (timeoutMs = 2000) => server.close(timeoutMs) };
}
