// What a token may do.

/** `ingest:<dataset>` lets a token send to one dataset of its tenant. */
export type Scope = 'read' | 'admin' | `ingest:${string}`;

const INGEST = /^ingest:[a-z0-9][a-z0-9_-]{0,63}$/;

export function isScope(text: string): text is Scope {
  return text === 'read' || text === 'admin' || INGEST.test(text);
}

/** Whether the scopes held allow the one needed; `admin` includes `read`. */
export function allows(held: readonly Scope[], needed: Scope): boolean {
  return held.includes(needed) || (needed === 'read' && held.includes('admin'));
}
