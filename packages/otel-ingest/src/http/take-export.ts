// receive -> authenticate -> route -> admit -> read -> (decode, map, mask, append): one request up to what is to be answered.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { IngestError } from '../errors.ts';
import type { Authenticator, DatasetDirectory } from '../ports.ts';
import { routeDataset } from '../route-dataset.ts';
import type { Reservation } from '../load/admission.ts';
import type { LoadLimits } from '../load/load-limits.ts';
import { storeBody, type StoreDeps } from '../store-body.ts';
import type { Success } from './answer.ts';
import { authenticate } from './authenticate.ts';
import { requireCoding, type ContentCoding } from './content-encoding.ts';
import { requireCodec } from './content-type.ts';
import { decompress } from './decompress.ts';
import type { DrainGate } from './drain-gate.ts';
import { allowBody } from './expect-continue.ts';
import { declaredBytes, readBody } from './read-body.ts';
import type { Route } from './routes.ts';

export interface ExportDeps extends StoreDeps, LoadLimits {
  readonly authenticator: Authenticator;
  readonly datasets: DatasetDirectory | undefined;
  readonly gate: DrainGate;
}

export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** Throws IngestError, and whatever the sink throws. */
export async function takeExport(deps: ExportDeps, route: Route, exchange: Exchange): Promise<Success> {
  const { headers } = exchange.request;
  deps.gate.assertOpen();
  assertTarget(route, exchange.request);
  const principal = await authenticate(deps.authenticator, headers.authorization);
  const named = (name: string): string | undefined => headers[name]?.toString();
  const destination = await routeDataset(deps.datasets, route.signal, principal, named);
  const codec = requireCodec(headers['content-type']);
  const coding = requireCoding(headers['content-encoding']);
  const { tenant } = destination;
  const declared = declaredBytes(exchange.request, deps.settings.maxBodyBytes);
  deps.rate.assertSolvent(tenant);
  const reservation = deps.admission.admit(tenant, declared);
  const bytes = await readWhole(deps, exchange, coding, reservation);
  deps.rate.charge(tenant, bytes.length);
  return storeBody(deps, { signal: route.signal, destination, codec, bytes }, reservation);
}

function assertTarget({ known }: Route, { method }: IncomingMessage): void {
  if (!known) throw new IngestError('not_found', 'no such path: send to /v1/logs, /v1/metrics or /v1/traces');
  if (method !== 'POST') throw new IngestError('method_not_allowed', 'OTLP is sent with POST');
}

async function readWhole(
  { gate, settings }: ExportDeps,
  { request, response }: Exchange,
  coding: ContentCoding,
  reservation: Reservation,
): Promise<Buffer> {
  const bounds = { maxBytes: settings.maxBodyBytes, reservation };
  try {
    // Shutdown may have begun while the credential was being checked.
    gate.assertOpen();
    allowBody(request, response);
    return await decompress(await readBody(request, bounds), coding, bounds);
  } catch (error) {
    reservation.release();
    throw error;
  }
}
