// Something that an agent does when it starts and once a day, one run at a time.

export interface Daily {
  /** The first run begins at once; later ones a day after the one before began. */
  start(): void;
  /** Ends the run under way where it can be ended, and begins no more. */
  stop(): Promise<void>;
}

const DAY_MS = 86_400_000;

/** @param run never rejects. */
export function createDaily(run: (signal: AbortSignal) => Promise<void>, everyMs = DAY_MS): Daily {
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  const begin = (): void => {
    running ??= run(stopping.signal).finally(() => {
      running = undefined;
    });
  };
  return {
    start: () => {
      if (timer !== undefined) return;
      begin();
      timer = setInterval(begin, everyMs).unref();
    },
    stop: async () => {
      stopping.abort();
      clearInterval(timer);
      await running;
    },
  };
}
