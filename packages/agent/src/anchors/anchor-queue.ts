// Hands anchors to one place: the newest of each tenant, again and again until it is kept, with growing pauses.
import { setTimeout as pause } from 'node:timers/promises';
import type { Anchor, AnchorPlace } from './anchor.ts';
import { createDeliveryReport, type DeliveryReportDeps } from './delivery-report.ts';
import { createWaitingLine, type WaitingAnchor } from './waiting-line.ts';

export interface AnchorQueueDeps extends DeliveryReportDeps {
  readonly place: AnchorPlace;
  /** Pauses after failures, doubled from the first to the longest. */
  readonly pauses?: Pauses;
  /** Tenants that may wait; the one that waited longest gives way, until its chain grows again. */
  readonly maxWaiting?: number;
}

export interface AnchorQueue {
  /** @param size rows under the anchor. An older anchor of the tenant that still waits is not sent any more. */
  offer(anchor: Anchor, size: number): void;
  /** Tries once more what waits, and gives up at the signal. */
  close(signal: AbortSignal): Promise<void>;
}

interface Pauses {
  readonly firstMs: number;
  readonly longestMs: number;
}

const PAUSES: Pauses = { firstMs: 1000, longestMs: 60_000 };

export function createAnchorQueue(deps: AnchorQueueDeps): AnchorQueue {
  const { place, pauses = PAUSES, maxWaiting = 10_000 } = deps;
  const line = createWaitingLine(maxWaiting);
  const report = createDeliveryReport(deps);
  const [closing, stopped] = [new AbortController(), new AbortController()];
  let running: Promise<void> | undefined;

  const deliver = async (one: WaitingAnchor): Promise<boolean> => {
    try {
      await place.deliver(one.anchor, stopped.signal);
    } catch (error) {
      report.failed(error);
      line.again(one);
      return false;
    }
    report.delivered(one);
    line.done(one);
    return true;
  };
  const work = async (): Promise<void> => {
    let failures = 0;
    for (let one = line.first(); one !== undefined && !closing.signal.aborted; one = line.first()) {
      failures = (await deliver(one)) ? 0 : failures + 1;
      if (failures > 0) await restAfter(failures, pauses, closing.signal);
    }
  };
  const offer = (anchor: Anchor, size: number): void => {
    if (closing.signal.aborted) return;
    if (!line.put({ anchor, size })) report.dropped();
    running ??= work().finally(() => (running = undefined));
  };
  const close = async (signal: AbortSignal): Promise<void> => {
    const stop = (): void => stopped.abort();
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    closing.abort();
    await running;
    for (const one of line.all()) if (!stopped.signal.aborted) await deliver(one);
  };
  return { offer, close };
}

async function restAfter(
  failures: number,
  { firstMs, longestMs }: Pauses,
  closing: AbortSignal,
): Promise<void> {
  const milliseconds = Math.min(firstMs * 2 ** Math.min(failures - 1, 30), longestMs);
  // Ends early when closing; what waits has its last try then.
  await pause(milliseconds, undefined, { signal: closing, ref: false }).catch(() => undefined);
}
