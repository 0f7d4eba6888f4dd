// Ends a process as a supervisor does: SIGTERM, and SIGKILL for who does not end by itself.
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Much more than the 8 s that an agent takes at most, and than the manifests allow: the machine may be slow. */
const PATIENCE_MS = 45_000;

/** Resolves to exit code and signal: `[0, null]` is who ended by itself, in order. */
export async function stopInOrder(child: ChildProcess): Promise<unknown[]> {
  const ended = once(child, 'close');
  child.kill('SIGTERM');
  const kill = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  const end = (await ended) as unknown[];
  clearTimeout(kill);
  return end;
}
