// How much of what a program lets go outlives the quick collections: what V8 promotes waits for a collection of the whole heap.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Runs `work` again and again, with two quick collections behind each run: what survives both is promoted.
 * @returns bytes by which the old part of the heap grew, whatever was collected of it meanwhile.
 */
export async function promotedBytes(runs: number, work: (run: number) => Promise<void>): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (options: { readonly type: 'minor' }) => void;
  let promoted = 0;
  for (let run = 0; run < runs; run += 1) {
    const before = oldBytes();
    await work(run);
    await nextTurn();
    collect({ type: 'minor' });
    collect({ type: 'minor' });
    promoted += Math.max(0, oldBytes() - before);
  }
  return promoted;
}

function oldBytes(): number {
  return getHeapSpaceStatistics()
    .filter(({ space_name }) => space_name.startsWith('old'))
    .reduce((sum, { space_used_size }) => sum + space_used_size, 0);
}
