// Why text could not be masked. A PolicyError never carries the text.

export type PolicyErrorCode =
  | 'detection_off'
  | 'detector_failed'
  | 'registry_empty'
  | 'size_budget_spent'
  | 'time_budget_spent'
  | 'invalid_settings';

export class PolicyError extends Error {
  readonly code: PolicyErrorCode;

  constructor(code: PolicyErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PolicyError';
    this.code = code;
  }
}
