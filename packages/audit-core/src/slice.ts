// How long work goes on before everybody else gets a turn.

/** Short enough for nobody to notice, long enough for an ordinary request to be done without a turn in between. */
const SLICE_MS = 10;

/** However long it waits for a disk. */
const MOST_MS = 40;

/**
 * Begins now, and tells when it is over, by the time that this thread has worked. A machine with other things to do stops a
 * thread in the middle of a slice. To give way then as well would keep the lock of a transaction for longer, or let a request
 * that is nearly done wait behind all that came after it, and give nobody more than they had.
 */
export function createSlice(): () => boolean {
  const start = performance.now();
  const before = process.threadCpuUsage();
  let end = start + SLICE_MS;
  return () => {
    const now = performance.now();
    if (now < end) return false;
    const { user, system } = process.threadCpuUsage(before);
    const left = SLICE_MS - (user + system) / 1000;
    end = now + left;
    return left <= 1 || now - start >= MOST_MS;
  };
}
