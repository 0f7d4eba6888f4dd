// Where benchmarks keep stores: under the project, so on a disk, not in a memory file system as the temporary directory may be.
import { mkdirSync } from 'node:fs';
import { chmod, mkdtemp, readdir, rm, statfs } from 'node:fs/promises';
import path from 'node:path';

const STORES = path.join(import.meta.dirname, '../../.tmp/bench-stores');
const RUN = 'run-';
/** `f_type` of tmpfs and ramfs: nothing is written to a disk there, so a sync costs nothing. */
const IN_MEMORY: readonly number[] = [0x01021994, 0x858458f6];

/** A store that is filled once and kept. */
export function keptDirectory(name: string): string {
  const directory = path.join(STORES, name);
  mkdirSync(directory, { recursive: true });
  return directory;
}

/** A store of one run. Throws where the disk would not be measured. */
export async function runDirectory(): Promise<string> {
  mkdirSync(STORES, { recursive: true });
  if (IN_MEMORY.includes((await statfs(STORES)).type))
    throw new Error(`${STORES} lies in memory: commits would cost nothing`);
  const directory = await mkdtemp(path.join(STORES, RUN));
  // Where this runs as root, PostgreSQL runs as a user of its own, who has to get in.
  await chmod(directory, 0o755);
  return directory;
}

/** What runs left that were cut. Only where no other benchmark runs. */
export async function removeLeftRuns(): Promise<void> {
  const names = await readdir(STORES).catch(() => []);
  for (const name of names.filter((each) => each.startsWith(RUN)))
    await rm(path.join(STORES, name), { recursive: true, force: true });
}
