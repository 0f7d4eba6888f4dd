// A secret file that exists once, whole, and readable by its owner alone, however many processes start together.
import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rename, unlink } from 'node:fs/promises';
import path from 'node:path';
import { AgentError } from '../errors.ts';

export interface KeyFile {
  readonly text: string;
  /** True when this call made the file. */
  readonly created: boolean;
}

/**
 * Reads the file, or makes it with `generate()`: mode 0600 in a directory of mode 0700.
 * The text is written beside its place and then linked there; a link fails when the name is taken, so of several
 * first starts one wins and all others read what it wrote. Throws AgentError `key_unusable`.
 */
export async function ensureKeyFile(file: string, generate: () => string): Promise<KeyFile> {
  try {
    return (await existing(file)) ?? (await create(file, generate()));
  } catch (error) {
    if (error instanceof AgentError) throw error;
    throw new AgentError('key_unusable', `Cannot read or create ${file}: ${reason(error)}`, { cause: error });
  }
}

/** The text of the file, or undefined when there is none. */
export async function readKeyFile(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (reason(error) === 'ENOENT') return undefined;
    throw new AgentError('key_unusable', `Cannot read ${file}: ${reason(error)}`, { cause: error });
  }
}

/** Writes the file anew, whole or not at all. */
export async function replaceKeyFile(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomUUID()}.new`;
  await writeDurably(draft, text);
  await rename(draft, file);
}

async function existing(file: string): Promise<KeyFile | undefined> {
  const text = await readKeyFile(file);
  return text === undefined ? undefined : { text, created: false };
}

async function create(file: string, text: string): Promise<KeyFile> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomUUID()}.new`;
  await writeDurably(draft, text);
  try {
    await link(draft, file);
    return { text, created: true };
  } catch (error) {
    if (reason(error) !== 'EEXIST') throw error;
    return { text: await readFile(file, 'utf8'), created: false };
  } finally {
    await unlink(draft);
  }
}

async function writeDurably(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The system's own code (`EACCES`, …): its message would repeat the path, and nothing else is worth saying. */
export function reason(error: unknown): string {
  const known = typeof error === 'object' && error !== null && 'code' in error;
  return known && typeof error.code === 'string' ? error.code : 'unknown';
}
