// How much of what a program lets go outlives the quick collections: what V8 promotes waits for a collection of the whole heap.
import { execFile } from 'node:child_process';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { fromSources } from './from-sources.ts';

/**
 * Runs `work` again and again, with two quick collections behind each run: what survives both is promoted.
 * @returns bytes by which the old part of the heap grew, whatever was collected of it meanwhile.
 */
export async function promotedBytes(runs: number, work: (run: number) => Promise<void>): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (options: { readonly type: 'minor' }) => void;
  let promoted = 0;
  // What was made before, programs that were loaded above all, is not what is asked for.
  for (const _ of [1, 2]) collect({ type: 'minor' });
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

export interface Promoted {
  readonly promoted: number;
  /** Bytes that were let go of, at least. */
  readonly all: number;
}

/** What a script found that measures by `promotedBytes` and prints both numbers: in a process whose heap nobody shares. */
export async function promotedIn(script: string): Promise<Promoted> {
  const { stdout } = await promisify(execFile)(process.execPath, fromSources(script));
  const [promoted = NaN, all = NaN] = stdout.split(' ').map(Number);
  return { promoted, all };
}

function oldBytes(): number {
  return getHeapSpaceStatistics()
    .filter(({ space_name }) => space_name.startsWith('old'))
    .reduce((sum, { space_used_size }) => sum + space_used_size, 0);
}
