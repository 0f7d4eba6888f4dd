// The credential that somebody types beside a set-up text: put in its place in the browser, and sent nowhere.
export interface TypedCredential {
  readonly kind: 'token' | 'licence';
  readonly org: string;
  /** The token, or the licence. */
  readonly secret: string;
}

/** What goes in the place of the placeholder; undefined while nothing usable is typed. */
export function credentialText({ kind, org, secret }: TypedCredential): string | undefined {
  // Both are plain letters for every shell, so nothing has to be quoted anew.
  if (kind === 'token') return /^gat_[\w-]{20,200}$/.test(secret) ? secret : undefined;
  const isLicence = /^[\w-]+\.[\w-]+\.[\w-]+$/.test(secret);
  return isLicence && org !== '' && !org.includes(':') ? base64(`${org}:${secret}`) : undefined;
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
