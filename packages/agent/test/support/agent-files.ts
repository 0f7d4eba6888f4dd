// What an agent keeps in files.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { TestAgent } from './test-agent.ts';

/** Every file of the data directory, and of a SQLite store with its log. */
export async function agentFiles({
  dataDir,
  databaseUrl,
}: Pick<TestAgent, 'dataDir' | 'databaseUrl'>): Promise<string[]> {
  const isSqlite = databaseUrl.startsWith('sqlite:');
  const directories = [dataDir, ...(isSqlite ? [path.dirname(databaseUrl.replace('sqlite:', ''))] : [])];
  return (await Promise.all(directories.map(filesUnder))).flat();
}

/** Without those that are being written: such a file takes its place under its own name, at any moment. */
async function filesUnder(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.name.endsWith('.new'));
  return files.map((entry) => path.join(entry.parentPath, entry.name));
}
