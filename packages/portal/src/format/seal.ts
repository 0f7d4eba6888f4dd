// Recomputes the seal of one row in the browser, with nothing but Web Crypto. docs/formats/decision-chain.md
export interface SealedText {
  readonly envelope: string;
  readonly body: string;
  /** base64 */
  readonly rowHash: string;
  readonly signature: string;
  readonly publicKey: string | null;
}

export interface SealCheck {
  readonly name: string;
  /** undefined: this browser or connection cannot tell */
  readonly holds: boolean | undefined;
}

/** The key is the one the store knows: whoever trusts nobody pins a key and verifies a bundle. */
export async function checkSeal(sealed: SealedText, subtle: SubtleCrypto | undefined): Promise<SealCheck[]> {
  const checks = ['Body matches its hash', 'Envelope matches the row hash', 'Signature over the envelope'];
  if (subtle === undefined) return checks.map((name) => ({ name, holds: undefined }));
  const bodyHash = sealed.envelope.split('\n')[7] ?? '';
  const [body = '', row = '', signature = ''] = checks;
  return [
    { name: body, holds: (await sha256(subtle, sealed.body)) === bodyHash },
    { name: row, holds: (await sha256(subtle, `\u0000${sealed.envelope}`)) === sealed.rowHash },
    { name: signature, holds: await signatureHolds(sealed, subtle) },
  ];
}

async function signatureHolds(sealed: SealedText, subtle: SubtleCrypto): Promise<boolean | undefined> {
  if (sealed.publicKey === null) return undefined;
  try {
    const key = await subtle.importKey('raw', bytesOf(sealed.publicKey), 'Ed25519', false, ['verify']);
    const message = new TextEncoder().encode(sealed.envelope);
    return await subtle.verify('Ed25519', key, bytesOf(sealed.signature), message);
  } catch {
    // A browser without Ed25519 cannot tell; it must not say that the seal is broken.
    return undefined;
  }
}

async function sha256(subtle: SubtleCrypto, text: string): Promise<string> {
  const digest = await subtle.digest('SHA-256', new TextEncoder().encode(text));
  return btoa(String.fromCharCode(...new Uint8Array(digest)));
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
}
