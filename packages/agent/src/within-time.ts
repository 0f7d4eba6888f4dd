// Asks something that may never be answered: an answer in time, or the one for being late. Never asks twice at once.

/**
 * Who asks does not wait longer than `milliseconds`, and a question that hangs takes one connection of a pool, however
 * often it is asked. Rejects as `work` does, in time.
 */
export function withinTime<T>(work: () => Promise<T>, milliseconds: number, late: T): () => Promise<T> {
  let running: Promise<T> | undefined;
  return async () => {
    running ??= work().finally(() => (running = undefined));
    const timeout = Promise.withResolvers<T>();
    const timer = setTimeout(() => timeout.resolve(late), milliseconds);
    try {
      return await Promise.race([running, timeout.promise]);
    } finally {
      clearTimeout(timer);
    }
  };
}
