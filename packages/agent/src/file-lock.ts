// One process at a time for a file that several rewrite: the agent and commands beside it.
import { mkdir, open, readFile, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { reason } from './access/key-file.ts';
import { AgentError } from './errors.ts';

const TRIES = 100;
const PAUSE_MS = 50;

/**
 * Runs `work` while holding `file`, which is made and removed.
 * @param staleMs a lock this old is nobody's any more, whatever it names. Longer than `work` can take.
 * Throws AgentError `key_unusable` when another process holds it for longer than 5 s.
 */
export async function withFileLock<T>(file: string, staleMs: number, work: () => Promise<T>): Promise<T> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  for (let tries = 1; !(await take(file)); tries += 1) {
    await removeStale(file, staleMs);
    if (tries === TRIES) throw new AgentError('key_unusable', `Another process holds ${file}: try again`);
    await pause(PAUSE_MS);
  }
  try {
    return await work();
  } finally {
    await unlink(file).catch(() => undefined);
  }
}

async function take(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx', 0o600);
    await handle.writeFile(`${process.pid}`);
    await handle.close();
    return true;
  } catch (error) {
    if (reason(error) === 'EEXIST') return false;
    throw new AgentError('key_unusable', `Cannot create ${file}: ${reason(error)}`, { cause: error });
  }
}

/** A process that was killed leaves its lock behind: the next one must not wait for it. */
async function removeStale(file: string, staleMs: number): Promise<void> {
  const held = await stat(file).catch(() => undefined);
  if (held === undefined) return;
  const isOld = Date.now() - held.mtimeMs > staleMs;
  if (isOld || !(await isHolderAlive(file))) await unlink(file).catch(() => undefined);
}

async function isHolderAlive(file: string): Promise<boolean> {
  const pid = Number(await readFile(file, 'utf8').catch(() => ''));
  // Not written yet, or gone meanwhile.
  if (!Number.isSafeInteger(pid) || pid <= 0) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return reason(error) !== 'ESRCH';
  }
}
