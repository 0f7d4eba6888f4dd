// A copy of the embedded store that is there whole or not at all, and what it holds.
import { randomUUID } from 'node:crypto';
import { link, open, unlink } from 'node:fs/promises';
import { copyStore, openDatabase, readChainSizes, type Database } from '@governance-agent/audit-core';
import { reason } from './access/key-file.ts';
import { AgentError } from './errors.ts';

export interface Backup {
  readonly file: string;
  readonly bytes: number;
  readonly chains: readonly { readonly tenant: string; readonly rows: number }[];
}

/**
 * Copies beside a running agent. A file that is there is never written over.
 * Throws AgentError `conflict` or `usage`, AuditError `unsupported_database` or `store_unavailable`.
 */
export async function backUp(database: Database, file: string): Promise<Backup> {
  const draft = `${file}.${randomUUID()}.part`;
  try {
    await reserve(draft);
    await copyStore(database, draft);
    const chains = await chainsIn(draft);
    const bytes = await flush(draft);
    await publish(draft, file);
    return { file, bytes, chains };
  } finally {
    await unlink(draft).catch(() => undefined);
  }
}

/** Made by us with the mode that it needs: SQLite would take that of the process. */
async function reserve(draft: string): Promise<void> {
  try {
    await (await open(draft, 'wx', 0o600)).close();
  } catch (cause) {
    throw new AgentError('usage', `Cannot write ${draft}: ${reason(cause)}`, { cause });
  }
}

/** Read from the copy, not from the store: that it opens is half of what a backup has to do. */
async function chainsIn(draft: string): Promise<Backup['chains']> {
  const copy = openDatabase(`sqlite:${draft}`);
  try {
    return [...(await readChainSizes(copy))].map(([tenant, rows]) => ({ tenant, rows }));
  } finally {
    await copy.close();
  }
}

/** Resolves to the size in bytes. */
async function flush(draft: string): Promise<number> {
  const handle = await open(draft, 'r+');
  try {
    await handle.sync();
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
}

/** A link fails where the name is taken; a rename would replace the older backup. */
async function publish(draft: string, file: string): Promise<void> {
  try {
    await link(draft, file);
  } catch (cause) {
    if (reason(cause) === 'EEXIST') throw new AgentError('conflict', `${file} is there already`, { cause });
    throw new AgentError('usage', `Cannot write ${file}: ${reason(cause)}`, { cause });
  }
}
