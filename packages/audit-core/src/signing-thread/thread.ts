// The program of a signing thread.
import { sign } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { SIGNATURE_BYTES, type SigningOrder, type SigningReport } from './order.ts';

parentPort?.on('message', (order: SigningOrder) => {
  const signatures = signEach(order);
  const report: SigningReport = { id: order.id, signatures };
  parentPort?.postMessage(report, signatures === undefined ? [] : [signatures.buffer]);
});

function signEach({ key, bytes, ends }: SigningOrder): Uint8Array<ArrayBuffer> | undefined {
  const signatures = new Uint8Array(ends.length * SIGNATURE_BYTES);
  try {
    let start = 0;
    ends.forEach((end, index) => {
      signatures.set(sign(null, bytes.subarray(start, end), key), index * SIGNATURE_BYTES);
      start = end;
    });
    return signatures;
  } catch {
    return undefined;
  }
}
