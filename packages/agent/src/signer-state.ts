// What the signer remembers of each chain, in DATA_DIR/signer-state.json: outside the database that may be set back.
import path from 'node:path';
import type { SignedHead, SignerMemory } from '@governance-agent/audit-core';
import { replaceKeyFile } from './access/key-file.ts';
import { withFileLock } from './file-lock.ts';
import { readStateFile, type Remembered, type RememberedHeads } from './signer-state-file.ts';

/** `recall` is exact at any moment; the file may be a second older. */
export interface SignerState extends SignerMemory {
  /** Writes what is not in the file yet, and writes no more. */
  close(): Promise<void>;
}

export interface SignerStateDeps {
  readonly dataDir: string;
  /** Told when the file cannot be written; what is remembered in memory stays exact. */
  readonly onProblem: (error: unknown) => void;
}

// A file that is behind is safe: rows behind it are on the chain all the same, and the check passes. It only detects
// less of what happened in the last second before a crash. Writing with every commit would cost a sync each.
const WRITE_EVERY_MS = 1000;
const LOCK_STALE_MS = 5000;

/** Throws AgentError `key_unusable` for a file that cannot be read. */
export async function openSignerState({ dataDir, onProblem }: SignerStateDeps): Promise<SignerState> {
  const file = path.join(dataDir, 'signer-state.json');
  const heads = new Map(await readStateFile(file));
  const writer = createDelayedWriter(() => write(file, heads), onProblem);
  const set = (tenant: string, head: Remembered): void => {
    heads.set(tenant, head);
    writer.schedule();
  };
  return {
    recall: (tenant) => heads.get(tenant),
    remember: (tenant, head) => {
      const { size = 0, accepted = 0 } = heads.get(tenant) ?? {};
      if (head.size > size) set(tenant, { ...plain(head), accepted });
    },
    accept: (tenant, head) =>
      set(tenant, { ...plain(head), accepted: (heads.get(tenant)?.accepted ?? 0) + 1 }),
    reload: async () => {
      adopt(heads, await readStateFile(file));
    },
    close: () => writer.close(),
  };
}

function plain({ origin, size, head_hash }: SignedHead): SignedHead {
  return { origin, size, head_hash };
}

/** Of another process only what an operator accepted counts: its file may be older than this memory. */
function adopt(own: Map<string, Remembered>, stored: RememberedHeads): void {
  for (const [tenant, head] of stored) {
    const mine = own.get(tenant);
    if (mine === undefined || head.accepted > mine.accepted) own.set(tenant, head);
  }
}

/** Several processes write the file: each tenant keeps what was accepted last, and of that the longest. */
async function write(file: string, own: RememberedHeads): Promise<void> {
  await withFileLock(`${file}.lock`, LOCK_STALE_MS, async () => {
    const merged = new Map(await readStateFile(file));
    for (const [tenant, head] of own) {
      const stored = merged.get(tenant);
      if (stored === undefined || isNewer(head, stored)) merged.set(tenant, head);
    }
    await replaceKeyFile(file, `${JSON.stringify({ version: 1, tenants: Object.fromEntries(merged) })}\n`);
  });
}

function isNewer(one: Remembered, other: Remembered): boolean {
  return one.accepted === other.accepted ? one.size > other.size : one.accepted > other.accepted;
}

function createDelayedWriter(work: () => Promise<void>, onProblem: (error: unknown) => void) {
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    running = running.then(work).catch(onProblem);
    return running;
  };
  return {
    schedule: (): void => {
      timer ??= setTimeout(() => void flush(), WRITE_EVERY_MS).unref();
    },
    close: (): Promise<void> => (timer === undefined ? running : flush()),
  };
}
