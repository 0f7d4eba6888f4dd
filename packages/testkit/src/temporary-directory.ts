// A directory of its own for one test.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

export async function temporaryDirectory(): Promise<{
  readonly path: string;
  readonly remove: () => Promise<void>;
}> {
  const directory = await mkdtemp(path.join(tmpdir(), 'governance-agent-'));
  return { path: directory, remove: () => rm(directory, { recursive: true, force: true }) };
}
