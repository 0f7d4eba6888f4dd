// From a signal to an orderly end; a second signal does not wait.
import type { Logger } from './logging.ts';

/** The part of a process that signals go through. */
export interface SignalSource {
  on(signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP', listener: () => void): unknown;
  exit(code: number): void;
}

export interface ShutdownDeps {
  readonly process: SignalSource;
  readonly logger: Logger;
  /** Drains and closes everything. */
  readonly close: () => Promise<void>;
}

const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;

/** Resolves once the agent is closed after the first SIGTERM or SIGINT. The second one ends the process at once. */
export function untilShutdown(deps: ShutdownDeps): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  let closing = false;
  const onSignal = (signal: keyof typeof SIGNALS): void => {
    if (closing) {
      deps.logger.warn('second signal: leaving at once', { signal });
      deps.process.exit(SIGNALS[signal]);
    }
    closing = true;
    deps.logger.info('draining', { signal });
    deps.close().then(() => resolve(undefined), reject);
  };
  deps.process.on('SIGINT', () => onSignal('SIGINT'));
  deps.process.on('SIGTERM', () => onSignal('SIGTERM'));
  return promise;
}
