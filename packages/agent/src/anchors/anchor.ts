// What goes out to another trust domain: a signed checkpoint, and when it was handed over.

/** One JSON object, the same in the file and in the webhook's body. */
export interface Anchor {
  readonly tenant: string;
  /** C2SP checkpoint, verbatim: everything that counts is in it and signed */
  readonly note: string;
  /** RFC 3339, this agent's clock */
  readonly at: string;
}

/** A place that keeps anchors. */
export interface AnchorPlace {
  readonly kind: 'file' | 'webhook';
  /** Resolves once the anchor is kept there. Gives up when the signal says so. */
  deliver(anchor: Anchor, signal: AbortSignal): Promise<void>;
}

/** The code never quotes what was sent or answered. */
export class AnchorError extends Error {
  readonly code: 'refused' | 'timeout' | 'unreachable';

  constructor(code: AnchorError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AnchorError';
    this.code = code;
  }
}
