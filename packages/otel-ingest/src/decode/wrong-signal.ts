// Metrics or traces sent to the logs path, or the other way round: a client set-up error that deserves a clear word.
import { IngestError } from '../errors.ts';
import type { Signal } from '../ports.ts';

export function wrongSignal(expected: Signal): IngestError {
  return new IngestError(
    'wrong_signal',
    `this path takes ${expected}, the body holds another signal: check the OTLP endpoint settings, per signal and general`,
  );
}
