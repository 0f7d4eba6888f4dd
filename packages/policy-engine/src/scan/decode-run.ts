// Reads text hidden in one level of base64 or hexadecimal.

const probe = 16;
const readable = /^[\t\n\r\x20-\x7e\u00a0-\ufffc]*$/;
const hexadecimal = /^(?:[0-9a-f]{2}){10,}$/i;
/** Words, identifiers and paths. */
const spoken = /^[/+_-]*(?:[a-z0-9]+|[A-Z][a-z]*|[A-Z]+)(?:[/_+-]+(?:[a-z0-9]+|[A-Z][a-z]*|[A-Z]+))*[/+_-]*$/;
const varied = /\d|[a-z][A-Z]|[A-Z]{2}[a-z]/;

const fromBytes = (bytes: Buffer): string | undefined => {
  const text = bytes.toString('utf8');
  return readable.test(text) ? text : undefined;
};

const fromHex = (run: string): string | undefined =>
  hexadecimal.test(run) ? fromBytes(Buffer.from(run, 'hex')) : undefined;

const fromBase64 = (run: string): string | undefined => {
  if (spoken.test(run)) return undefined;
  // A first look at a few bytes settles most of what is no text.
  const head = Buffer.from(run.slice(0, probe), 'base64');
  for (const byte of head) if (byte < 9 || byte === 127 || (byte > 13 && byte < 32)) return undefined;
  return fromBytes(Buffer.from(run, 'base64'));
};

/** The readable text that `run` encodes, or undefined. */
export function decodeRun(run: string): string | undefined {
  if (!varied.test(run)) return undefined;
  const decoded = fromHex(run) ?? fromBase64(run);
  // A slash before the run may belong to a path around it.
  return decoded ?? (/^[/+_-]/.test(run) ? fromBase64(run.replace(/^[/+_-]+/, '')) : undefined);
}
