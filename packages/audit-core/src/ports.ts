// What the store needs from outside, and what it answers.
export interface Clock {
  /** Unix milliseconds. */
  now(): number;
}

/** Where rows go: decided by the caller's credential, never by telemetry. */
export interface Destination {
  readonly org: string;
  readonly tenant: string;
  readonly dataset: string;
}

export interface AppendReceipt {
  /** Rows added by this call. */
  readonly appended: number;
  /** Events that were in the store already; they added no row, no link and no cost. */
  readonly duplicates: number;
  /** Size and head (base64 SHA-256) of the tenant's chain after this call's transaction. */
  readonly head: { readonly size: number; readonly hash: string };
}
