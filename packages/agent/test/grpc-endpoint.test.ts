import { expect, it } from '@jest/globals';
import { createGrpcEndpoint } from '../src/grpc-endpoint.ts';

function endpoint(portGiven: boolean) {
  const logged: string[] = [];
  const keep = (message: string): void => void logged.push(message);
  const logger = { error: keep, warn: keep, info: keep, debug: keep };
  const settings = { host: '127.0.0.1', grpc: { enabled: true, port: 4317, portGiven } };
  const server = { listen: () => Promise.reject(new Error('in use')), close: () => Promise.resolve(true) };
  return { logged, ...createGrpcEndpoint({ settings, logger, ingest: { createGrpcServer: () => server } }) };
}

it('does without a port that nobody asked for, and says so', async () => {
  const one = endpoint(false);
  await one.listen();
  expect([one.port(), one.logged]).toEqual([
    undefined,
    ['OTLP/gRPC is off: its port is taken; set OTLP_GRPC_PORT'],
  ]);
});

it('does not start without the one that was asked for', async () => {
  await expect(endpoint(true).listen()).rejects.toMatchObject({ code: 'port_unavailable' });
});
