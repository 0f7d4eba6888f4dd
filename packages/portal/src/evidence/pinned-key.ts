// A public key as somebody hands it over: PEM (RFC 8410), or a vkey of C2SP's signed-note, which names its chain as well.
import {
  fromBase64,
  publicKeyFromPem,
  UsageError,
  type Engine,
} from '../../../../verifiers/node/verify-bundle.mjs';

export type PinnedKey = Uint8Array | { readonly problem: string };

const VKEY = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/;
const ED25519 = 0x01;

/** @param origin of the chain that is looked at; null where there is none */
export function pinnedKey(
  text: string,
  origin: string | null,
  { sha256 }: Pick<Engine, 'sha256'>,
): PinnedKey {
  const trimmed = text.trim();
  const [, name, hash, encoded] = VKEY.exec(trimmed) ?? [];
  if (name === undefined || encoded === undefined) return fromPem(trimmed);
  const bytes = fromBase64(encoded, 33);
  if (bytes === null || bytes[0] !== ED25519) return { problem: 'This vkey holds no Ed25519 key.' };
  const expected = sha256(Uint8Array.from([...new TextEncoder().encode(name), 0x0a, ...bytes])).subarray(
    0,
    4,
  );
  if (hexOf(expected) !== hash) return { problem: 'This vkey is damaged: its hash is not that of its key.' };
  if (origin !== null && name !== origin) return { problem: 'This vkey names another chain.' };
  return bytes.subarray(1);
}

function fromPem(text: string): PinnedKey {
  try {
    return publicKeyFromPem(text);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return {
      problem: text.includes('PRIVATE KEY')
        ? 'This is a private key. It belongs on no page: paste the public one.'
        : 'This is no Ed25519 public key, neither PEM nor vkey.',
    };
  }
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
