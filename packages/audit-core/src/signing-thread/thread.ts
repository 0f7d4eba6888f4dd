// The program of a signing thread.
import type { KeyObject } from 'node:crypto';
import { takeOrders, type Reply } from '../ordered-thread.ts';
import { SIGNATURE_BYTES, type SigningOrder, type SigningReport } from './order.ts';
import { createKeyring, loadSodium, type SignInto } from './sign-message.ts';

const signerOf = createKeyring(await loadSodium());

takeOrders((order: SigningOrder): Reply<SigningReport> => {
  const signatures = signEach(signerOf, order);
  return { answer: { signatures }, transfer: signatures === undefined ? [] : [signatures.buffer] };
});

function signEach(
  signWith: (key: KeyObject) => SignInto,
  { key, bytes, ends }: SigningOrder,
): Uint8Array<ArrayBuffer> | undefined {
  const signatures = new Uint8Array(ends.length * SIGNATURE_BYTES);
  try {
    const sign = signWith(key);
    let start = 0;
    ends.forEach((end, index) => {
      const at = index * SIGNATURE_BYTES;
      sign(signatures.subarray(at, at + SIGNATURE_BYTES), bytes.subarray(start, end));
      start = end;
    });
    return signatures;
  } catch {
    return undefined;
  }
}
