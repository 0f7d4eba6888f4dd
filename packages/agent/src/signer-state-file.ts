// The form of DATA_DIR/signer-state.json, checked whole: a file that was damaged must not look like an empty one.
import type { SignedHead } from '@governance-agent/audit-core';
import { readKeyFile } from './access/key-file.ts';
import { AgentError } from './errors.ts';

export interface Remembered extends SignedHead {
  /** How often an operator accepted a rollback of this tenant. */
  readonly accepted: number;
}

export type RememberedHeads = ReadonlyMap<string, Remembered>;

/** No file = nothing is remembered. Throws AgentError `key_unusable` for a file of another form. */
export async function readStateFile(file: string): Promise<RememberedHeads> {
  const text = await readKeyFile(file);
  const heads = text === undefined ? new Map<string, Remembered>() : parse(text);
  if (heads !== undefined) return heads;
  throw new AgentError(
    'key_unusable',
    `${file} is damaged: restore it. Removing it gives up what the signer remembers: run verify before`,
  );
}

function parse(text: string): RememberedHeads | undefined {
  const value = parseJson(text);
  if (!isRecord(value) || value['version'] !== 1 || !isRecord(value['tenants'])) return undefined;
  const heads = Object.entries(value['tenants']).map(([tenant, head]) => [tenant, headOf(head)] as const);
  const whole = heads.flatMap(([tenant, head]) => (head === undefined ? [] : [[tenant, head] as const]));
  return whole.length === heads.length ? new Map(whole) : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function headOf(value: unknown): Remembered | undefined {
  if (!isRecord(value)) return undefined;
  const { origin, size, head_hash, accepted } = value;
  if (typeof origin !== 'string' || typeof head_hash !== 'string') return undefined;
  return isCount(size) && isCount(accepted) ? { origin, size, head_hash, accepted } : undefined;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
