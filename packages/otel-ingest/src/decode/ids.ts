// Trace and span ids as lower-case hex. An invalid id is dropped, the record stays (H13).

const TRACE_ID_BYTES = 16;
const SPAN_ID_BYTES = 8;

export const traceIdFromHex = (text: string): string => fromHex(text, TRACE_ID_BYTES);
export const spanIdFromHex = (text: string): string => fromHex(text, SPAN_ID_BYTES);
export const traceIdFromBytes = (bytes: Uint8Array): string => fromBytes(bytes, TRACE_ID_BYTES);
export const spanIdFromBytes = (bytes: Uint8Array): string => fromBytes(bytes, SPAN_ID_BYTES);

function fromBytes(bytes: Uint8Array, size: number): string {
  if (bytes.length !== size) return '';
  return withoutZeros(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex'));
}

function fromHex(text: string, size: number): string {
  return text.length === size * 2 && /^[\da-f]+$/i.test(text) ? withoutZeros(text.toLowerCase()) : '';
}

/** All zeros is the invalid id of the trace context standard. */
function withoutZeros(hex: string): string {
  return /^0+$/.test(hex) ? '' : hex;
}
