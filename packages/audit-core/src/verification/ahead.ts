// Begins work that the report needs in the end before the rows are walked, so that no thread is left alone with it.
import type { TaskRunner } from './task.ts';

/** What it came to. Rejects as the work did. */
export type Begun<T> = () => Promise<T>;

/** Beside everything else where there are threads; where there are none it is done first. */
export async function ahead<T>(runner: TaskRunner, work: () => Promise<T>): Promise<Begun<T>> {
  const begun = work();
  // Whoever asks hears of it. Where something else fails first, nobody does.
  begun.catch(() => undefined);
  if (!runner.isAside) await begun;
  return () => begun;
}
