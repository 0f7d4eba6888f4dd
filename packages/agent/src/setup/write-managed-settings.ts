// Puts managed settings into the file of a machine, whole or not at all, and keeps other policy that is there.
import { randomUUID } from 'node:crypto';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { reason } from '../access/key-file.ts';
import { AgentError } from '../errors.ts';
import { mergeManagedSettings, type ManagedSettings } from './managed-settings.ts';

/** Every user's client reads the file, so it is 0644 in directories of 0755. Throws AgentError `usage`. */
export async function writeManagedSettings(
  file: string,
  settings: ManagedSettings,
): Promise<{ readonly merged: boolean }> {
  try {
    const existing = await existingIn(file);
    const text = `${JSON.stringify(mergeManagedSettings(existing ?? {}, settings), null, 2)}\n`;
    const made = await mkdir(path.dirname(file), { recursive: true });
    const draft = `${file}.${randomUUID()}.new`;
    await writeFile(draft, text, { flag: 'wx', flush: true });
    // The umask of this program keeps everything to its owner; this file is for all.
    if (made !== undefined) await chmod(path.dirname(file), 0o755);
    await chmod(draft, 0o644);
    await rename(draft, file);
    return { merged: existing !== undefined };
  } catch (error) {
    if (error instanceof AgentError) throw error;
    throw new AgentError('usage', `Cannot write ${file}: ${reason(error)}`, { cause: error });
  }
}

async function existingIn(file: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (reason(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const value = parsed(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new AgentError('usage', `${file} is there and is not a JSON object: move it away first`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
