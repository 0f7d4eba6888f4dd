// Trace and span ids as lower-case hex. An invalid id is dropped, the record stays (H13).

export const TRACE_ID_BYTES = 16;
export const SPAN_ID_BYTES = 8;

export const traceIdFromHex = (text: string): string => fromHex(text, TRACE_ID_BYTES);
export const spanIdFromHex = (text: string): string => fromHex(text, SPAN_ID_BYTES);

/** The bytes from `start` to `end`, as many as the id has. */
export function idFromBytes(bytes: Buffer, start: number, end: number): string {
  return withoutZeros(bytes.toString('hex', start, end));
}

function fromHex(text: string, size: number): string {
  return text.length === size * 2 && /^[\da-f]+$/i.test(text) ? withoutZeros(text.toLowerCase()) : '';
}

/** All zeros is the invalid id of the trace context standard. */
function withoutZeros(hex: string): string {
  return /^0+$/.test(hex) ? '' : hex;
}
