// Which exit code an error becomes: 2 usage or configuration, 3 the store cannot be reached, 1 anything else.
import { AuditError, type AuditErrorCode } from '@governance-agent/audit-core';
import { CommanderError } from 'commander';
import { AgentError, type AgentErrorCode } from '../errors.ts';

const CODES: Readonly<Record<AgentErrorCode, 1 | 2 | 3>> = {
  invalid_settings: 2,
  usage: 2,
  key_unusable: 2,
  schema_outdated: 2,
  store_unreachable: 3,
  port_unavailable: 2,
  legal_hold: 1,
  not_found: 1,
  conflict: 1,
};

const AUDIT_CODES: Readonly<Record<AuditErrorCode, 1 | 2 | 3>> = {
  store_unavailable: 3,
  schema_outdated: 2,
  invalid_cursor: 2,
  invalid_key: 2,
  out_of_range: 2,
  unsupported_database: 2,
  partitioned: 2,
  rows_detached: 1,
  store_corrupt: 1,
  signing_failed: 1,
  queue_full: 1,
  writer_closed: 1,
  not_masked: 1,
  invalid_event: 1,
  invalid_origin: 1,
  no_checkpoint: 1,
  export_too_large: 2,
  export_overtaken: 1,
  worker_failed: 3,
  key_mismatch: 2,
  rolled_back: 1,
  not_rolled_back: 1,
  legal_hold: 1,
  unknown_hold: 1,
  unknown_tenant: 1,
};

export interface Failure {
  readonly exitCode: number;
  /** What to tell; undefined where it was told already. */
  readonly message: string | undefined;
}

export function failureOf(error: unknown): Failure {
  if (error instanceof CommanderError) {
    return { exitCode: error.exitCode === 0 ? 0 : 2, message: undefined };
  }
  if (error instanceof AgentError) return { exitCode: CODES[error.code], message: error.message };
  if (error instanceof AuditError) return { exitCode: AUDIT_CODES[error.code], message: error.message };
  // An unexpected error may quote data: its name and place help, its message stays out.
  return { exitCode: 1, message: `Unexpected ${describe(error)}` };
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'error';
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? [];
  return [error.name, ...frames.slice(0, 3)].join('\n');
}
