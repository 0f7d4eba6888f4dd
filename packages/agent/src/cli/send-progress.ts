// Shows how far the sending of the demo is: a bar on a terminal, silence in a pipe.
import { SingleBar } from 'cli-progress';
import type { CommandIo } from './io.ts';

export interface SendProgress {
  readonly onSent: () => void;
  stop(): void;
}

export function createSendProgress(io: CommandIo, total: number): SendProgress {
  if (io.stderr.isTTY !== true) return { onSent: () => undefined, stop: () => undefined };
  const format = 'sending [{bar}] {value}/{total} requests, {eta_formatted} left';
  const bar = new SingleBar({ stream: io.stderr, format, clearOnComplete: true });
  bar.start(total, 0);
  return { onSent: () => bar.increment(), stop: () => bar.stop() };
}
