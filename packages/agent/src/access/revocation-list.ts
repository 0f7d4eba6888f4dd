// The list of revoked licences: one id a line in a file, so that revoking is one atomic append beside a running agent.
import { statSync } from 'node:fs';
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { AgentError } from '../errors.ts';
import { reason } from './key-file.ts';

export interface RevocationList {
  /** Rejects with AgentError `key_unusable` when the list is there but cannot be read: then nobody is let in. */
  isRevoked(licenceId: string): Promise<boolean>;
}

export function revocationListPath(dataDir: string): string {
  return path.join(dataDir, 'revoked-licences.txt');
}

/** Adds one id. Text behind the id on its line is for people. */
export async function revokeLicence(file: string, licenceId: string, now: number): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await appendFile(file, `${licenceId} ${new Date(now).toISOString()}\n`, { mode: 0o600, flush: true });
}

/** Looks at the file before every answer, and reads it again whenever its size or time has changed. */
export function createRevocationList(file: string): RevocationList {
  let known: { readonly version: string; readonly ids: ReadonlySet<string> } = {
    version: '',
    ids: new Set(),
  };
  return {
    async isRevoked(licenceId) {
      const version = versionOf(file);
      if (version !== known.version) known = { version, ids: version === '' ? new Set() : await idsIn(file) };
      return known.ids.has(licenceId);
    },
  };
}

// At once: a look at a file of this machine takes microseconds, a job for another thread ten times as long, on every request.
function versionOf(file: string): string {
  try {
    const found = statSync(file, { bigint: true, throwIfNoEntry: false });
    return found === undefined ? '' : `${found.ino}/${found.size}/${found.mtimeNs}`;
  } catch (error) {
    throw unreadable(file, error);
  }
}

async function idsIn(file: string): Promise<ReadonlySet<string>> {
  try {
    const lines = (await readFile(file, 'utf8')).split(/\r?\n/);
    return new Set(lines.flatMap((line) => line.trim().split(/\s+/, 1)).filter((id) => id !== ''));
  } catch (error) {
    throw unreadable(file, error);
  }
}

function unreadable(file: string, error: unknown): AgentError {
  return new AgentError('key_unusable', `Cannot read ${file}: ${reason(error)}`, { cause: error });
}
