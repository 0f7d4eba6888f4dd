// Logs why telemetry was answered 503: codes only, since a database's message may quote a row. Once in ten seconds a code.
import type { Logger } from './logging.ts';

const QUIET_MS = 10_000;

export interface FailureNoticeDeps {
  readonly logger: Logger;
  readonly clock: { now(): number };
}

export function createFailureNotice({
  logger,
  clock,
}: FailureNoticeDeps): (signal: string, error: unknown) => void {
  const told = new Map<string, number>();
  return (signal, error) => {
    const codes = codesOf(error).join(' < ');
    const now = clock.now();
    if (now - (told.get(codes) ?? -Infinity) < QUIET_MS) return;
    told.set(codes, now);
    logger.error('telemetry could not be stored and was answered 503', { signal, codes });
  };
}

/** Code, or class name, of the error and of what caused it. */
export function codesOf(error: unknown): string[] {
  const codes: string[] = [];
  for (let current = error; current instanceof Error && codes.length < 4; current = current.cause) {
    const code = 'code' in current && typeof current.code === 'string' ? current.code : current.name;
    codes.push(code.slice(0, 64));
  }
  return codes.length > 0 ? codes : [typeof error];
}
