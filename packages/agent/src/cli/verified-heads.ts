// The heads that this verifier verified: the next verification demands that every chain still begins with them.
import type { ChainReport, RememberedHead } from '@governance-agent/audit-core';
import { readFile } from 'node:fs/promises';
import { replaceKeyFile } from '../access/key-file.ts';
import { AgentError } from '../errors.ts';

interface VerifiedHead {
  readonly tenant: string;
  readonly origin: string;
  readonly size: number;
  /** base64 row hash */
  readonly hash: string;
  readonly frontier: string | null;
  /** Unix milliseconds */
  readonly verified_at: number;
}

/** None without a file. Throws AgentError `usage` for a file that is not one of these: forgetting must be deliberate. */
export async function readVerifiedHeads(file: string): Promise<RememberedHead[]> {
  return (await readHeads(file)).map(({ frontier, verified_at: _, ...head }) => ({
    ...head,
    ...(frontier === null ? {} : { frontier }),
  }));
}

/** Writes the file anew, mode 0600, whole or not at all. No head moves backwards. */
export async function rememberVerifiedHeads(
  file: string,
  chains: readonly ChainReport[],
  now: number,
): Promise<void> {
  const heads = new Map((await readHeads(file)).map((head) => [head.tenant, head]));
  for (const { tenant, origin, head } of chains) {
    if (origin === null || head === null || head.size < (heads.get(tenant)?.size ?? 0)) continue;
    const { size, hash, frontier } = head;
    heads.set(tenant, { tenant, origin, size, hash, frontier, verified_at: now });
  }
  await replaceKeyFile(file, `${JSON.stringify({ version: 1, heads: [...heads.values()] }, null, 2)}\n`);
}

async function readHeads(file: string): Promise<VerifiedHead[]> {
  const text = await textOf(file);
  if (text === null) return [];
  const heads = headsIn(text);
  if (heads === null)
    throw new AgentError('usage', `${file} does not hold verified heads: move it away, or use --no-state`);
  return heads;
}

async function textOf(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if (isMissing(cause)) return null;
    throw new AgentError('usage', `${file} cannot be read`, { cause });
  }
}

function isMissing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
}

function headsIn(text: string): VerifiedHead[] | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('heads' in value)) return null;
    return Array.isArray(value.heads) && value.heads.every(isHead) ? value.heads : null;
  } catch {
    return null;
  }
}

function isHead(value: unknown): value is VerifiedHead {
  if (typeof value !== 'object' || value === null) return false;
  const head = new Map<string, unknown>(Object.entries(value));
  const texts = ['tenant', 'origin', 'hash'].every((name) => typeof head.get(name) === 'string');
  const frontier = head.get('frontier');
  return (
    texts && Number.isSafeInteger(head.get('size')) && (frontier === null || typeof frontier === 'string')
  );
}
