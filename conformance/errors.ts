// Why a run cannot go on, and why one exchange had no answer.

export type ConformanceErrorCode = 'usage' | 'unreachable';

/** Ends the run. The message says what to do and holds no credential. */
export class ConformanceError extends Error {
  override readonly name = 'ConformanceError';
  readonly code: ConformanceErrorCode;

  constructor(code: ConformanceErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

export type WireErrorCode = 'closed' | 'timeout' | 'unreadable';

/** No answer, or none that is HTTP. Breaks the rule of the case in which it comes up. */
export class WireError extends Error {
  override readonly name = 'WireError';
  readonly code: WireErrorCode;

  constructor(code: WireErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
