// Which exit code an error becomes: 2 usage or configuration, 3 the store cannot be reached, 1 anything else.
import { AuditError } from '@governance-agent/audit-core';
import { CommanderError } from 'commander';
import { AgentError, type AgentErrorCode } from '../errors.ts';

const CODES: Readonly<Record<AgentErrorCode, 1 | 2 | 3>> = {
  invalid_settings: 2,
  usage: 2,
  key_unusable: 2,
  schema_outdated: 2,
  store_unreachable: 3,
  port_unavailable: 2,
  not_found: 1,
  conflict: 1,
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
  if (error instanceof AuditError) return auditFailure(error);
  // An unexpected error may quote data: its name and place help, its message stays out.
  return { exitCode: 1, message: `Unexpected ${describe(error)}` };
}

function auditFailure({ code, message }: AuditError): Failure {
  if (code === 'store_unavailable') return { exitCode: 3, message };
  const usage = code === 'invalid_cursor' || code === 'unsupported_database' || code === 'invalid_key';
  return { exitCode: usage ? 2 : 1, message };
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'error';
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? [];
  return [error.name, ...frames.slice(0, 3)].join('\n');
}
