// Open until shutdown begins; from then on no body is read any more (OTLP rule H15).
import { IngestError } from '../errors.ts';

export interface DrainGate {
  close(): void;
  /** Throws IngestError `draining`. */
  assertOpen(): void;
}

export function createDrainGate(): DrainGate {
  let open = true;
  return {
    close() {
      open = false;
    },
    assertOpen() {
      if (!open) throw new IngestError('draining', 'the receiver is shutting down: send again');
    },
  };
}
