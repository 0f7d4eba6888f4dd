// Tells the observer what became of one request, whatever carried it.
import type { IngestError } from '../errors.ts';
import type { FinishedRequest, IngestObserver, Signal } from '../ports.ts';
import type { Success } from './answer.ts';
import { acceptedOutcome, refusedOutcome } from './finished-request.ts';
import { toIngestError } from './otlp-status.ts';

export interface Report {
  accepted(success: Success): void;
  /** Returns the refusal that the error is answered with. */
  refused(error: unknown): IngestError;
}

/** @param describe the request at its end, for health reports */
export function createReport(
  observer: IngestObserver | undefined,
  signal: Signal,
  describe: (outcome: FinishedRequest['outcome']) => FinishedRequest,
): Report {
  const finish = (outcome: FinishedRequest['outcome']): void =>
    tell(() => observer?.finished?.(describe(outcome)));
  return {
    accepted(success) {
      const { appended = 0, duplicates = 0 } = success.receipt ?? {};
      tell(() => observer?.accepted(signal, { appended, duplicates }));
      finish(acceptedOutcome(success));
    },
    refused(error) {
      const refusal = toIngestError(error);
      tell(() => observer?.rejected(signal, refusal.code));
      if (refusal !== error) tell(() => observer?.failed?.(signal, error));
      finish(refusedOutcome(refusal));
      return refusal;
    },
  };
}

/** An observer that throws must not turn a stored batch into a refused one. */
function tell(what: () => void): void {
  try {
    what();
  } catch {
    // Nothing to be done about it here.
  }
}
