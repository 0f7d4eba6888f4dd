// Every way the agent itself can refuse. Messages say what to do and never carry content or credentials.

export type AgentErrorCode =
  /** A setting, a command line argument or a key file cannot be used: exit code 2. */
  | 'invalid_settings'
  | 'usage'
  | 'key_unusable'
  /** The store is there but its schema is not the one this program needs: exit code 2. */
  | 'schema_outdated'
  /** The store does not answer: exit code 3. */
  | 'store_unreachable'
  | 'port_unavailable'
  /** A legal hold stands against what was asked: exit code 1. */
  | 'legal_hold'
  | 'not_found'
  /** What was asked for cannot be together with what is there. */
  | 'conflict';

export class AgentError extends Error {
  readonly code: AgentErrorCode;

  constructor(code: AgentErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AgentError';
    this.code = code;
  }
}
