// Settings out of a file, and why settings are refused.
import { temporaryDirectory } from '@governance-agent/testkit';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readSettings, type SettingSources } from '../../src/config/read-settings.ts';

export async function withFile<T>(content: unknown, use: (file: string) => Promise<T>): Promise<T> {
  const directory = await temporaryDirectory();
  const file = path.join(directory.path, 'agent.json');
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  try {
    return await use(file);
  } finally {
    await directory.remove();
  }
}

export const refusalOf = async (sources: SettingSources): Promise<string> =>
  readSettings(sources).then(
    () => 'accepted',
    (error: unknown) => (error instanceof Error ? error.message : 'not an error'),
  );
