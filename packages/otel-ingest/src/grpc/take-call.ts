// receive -> authenticate -> route -> admit -> read -> (decode, map, mask, append): one call up to what is to be answered.
import type { Metadata } from '@grpc/grpc-js';
import { authenticate } from '../http/authenticate.ts';
import type { Success } from '../http/answer.ts';
import { decompress } from '../http/decompress.ts';
import type { ExportDeps } from '../http/take-export.ts';
import type { Reservation } from '../load/admission.ts';
import type { Signal } from '../ports.ts';
import { routeDataset } from '../route-dataset.ts';
import { storeBody } from '../store-body.ts';
import { requireMessageCoding } from './message-coding.ts';
import type { RawCall } from './raw-call.ts';
import { readMessage } from './read-message.ts';

/** A whole message, like a whole request over HTTP: longer is a slow-loris. */
const READ_MS = 30_000;

/** Throws IngestError, and whatever the sink throws. */
export async function takeCall(
  deps: ExportDeps,
  signal: Signal,
  metadata: Metadata,
  call: RawCall,
): Promise<Success> {
  deps.gate.assertOpen();
  const named = (name: string): string | undefined => headerOf(metadata, name);
  const principal = await authenticate(deps.authenticator, named('authorization'));
  const destination = await routeDataset(deps.datasets, signal, principal, named);
  // Shutdown may have begun while the credential was being checked.
  deps.gate.assertOpen();
  const { tenant } = destination;
  deps.rate.assertSolvent(tenant);
  const reservation = deps.admission.admit(tenant, 0);
  const bytes = await readWhole(deps, call, reservation);
  deps.rate.charge(tenant, bytes.length);
  return storeBody(deps, { signal, destination, codec: 'protobuf', bytes }, reservation);
}

async function readWhole(deps: ExportDeps, call: RawCall, reservation: Reservation): Promise<Buffer> {
  const bounds = { maxBytes: deps.settings.maxBodyBytes, reservation, readTimeoutMs: READ_MS };
  try {
    const { compressed, bytes } = await readMessage(call.stream, bounds);
    return await decompress(bytes, requireMessageCoding(call.encoding, compressed), bounds);
  } catch (error) {
    reservation.release();
    throw error;
  }
}

/** The value of a metadata entry; of several the first, as Node does it with the headers of a request. */
export function headerOf(metadata: Metadata, name: string): string | undefined {
  return metadata.get(name)[0]?.toString();
}
