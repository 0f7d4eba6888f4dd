// Reads text hidden in one level of base64 or hexadecimal.

const shortestRun = 16;
const probe = 16;
const readable = /^[\t\n\r\x20-\x7e\u00a0-\ufffd]*$/;
const hexadecimal = /^(?:[0-9a-f]{2}){10,}$/i;
const wordsAndSlashes = /^(?:[a-z0-9]+|[A-Z][a-z]*|[A-Z]+)(?:[/_+-](?:[a-z0-9]+|[A-Z][a-z]*|[A-Z]+))*$/;

const fromBytes = (bytes: Uint8Array): string | undefined => {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  return text.includes('\ufffd') || !readable.test(text) ? undefined : text;
};

const fromHex = (run: string): string | undefined =>
  hexadecimal.test(run) ? fromBytes(Buffer.from(run, 'hex')) : undefined;

const fromBase64 = (run: string): string | undefined => {
  // Words, paths and identifiers decode to nothing; a first look at a few bytes settles most of the rest.
  if (wordsAndSlashes.test(run)) return undefined;
  const head = Buffer.from(run.slice(0, probe), 'base64');
  for (const byte of head) if (byte < 9 || byte === 127 || (byte > 13 && byte < 32)) return undefined;
  return fromBytes(Buffer.from(run, 'base64'));
};

/** The readable text that `run` encodes, or undefined. */
export function decodeRun(run: string): string | undefined {
  if (run.length < shortestRun) return undefined;
  return fromHex(run) ?? fromBase64(run);
}
