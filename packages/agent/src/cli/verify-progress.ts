// Shows how far a verification is: a bar with rate and time left on a terminal, silence in a pipe.
import { SingleBar } from 'cli-progress';
import type { CommandIo } from './io.ts';

export interface VerifyProgress {
  readonly port: { readonly onProgress?: (done: number, total: number) => void };
  stop(): void;
}

export function createVerifyProgress(io: CommandIo): VerifyProgress {
  if (io.stderr.isTTY !== true) return { port: {}, stop: () => undefined };
  const format = 'verifying [{bar}] {value}/{total} rows, {rate} rows/s, {eta_formatted} left';
  const bar = new SingleBar({ stream: io.stderr, format, clearOnComplete: true });
  const started = io.clock.now();
  bar.start(0, 0, { rate: '-' });
  const onProgress = (done: number, total: number): void => {
    const seconds = Math.max(0.001, (io.clock.now() - started) / 1000);
    bar.setTotal(total);
    bar.update(done, { rate: Math.round(done / seconds) });
  };
  return { port: { onProgress }, stop: () => bar.stop() };
}
