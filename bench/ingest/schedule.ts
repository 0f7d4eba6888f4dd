// When the requests of an open loop are due: at a steady rate, whether or not earlier ones were answered.

export interface Schedule {
  /** Milliseconds after the start at which request `index` is due. */
  due(index: number): number;
  /** How many requests are due by `elapsed` milliseconds after the start, those of before included. */
  dueBy(elapsed: number): number;
}

/** @param rate rows a second @param size rows a request @param count requests in all */
export function steadySchedule(rate: number, size: number, count: number): Schedule {
  const interval = (size / rate) * 1000;
  return {
    due: (index) => index * interval,
    dueBy: (elapsed) => Math.min(count, elapsed < 0 ? 0 : Math.floor(elapsed / interval) + 1),
  };
}
