// What this browser remembers of a chain: the key it trusts and the last tree it verified. No secret is among it.
import { isObject, isText } from './shape.ts';

export interface Pin {
  /** base64, 32 bytes */
  readonly key: string;
  readonly id: string;
  /** `server`: taken from the agent that is being judged, for want of a better one */
  readonly source: 'own' | 'server';
  /** RFC 3339 */
  readonly at: string;
  /** keys that a verified chain led to from the pinned one */
  readonly followed: readonly string[];
}

export interface RememberedTree {
  /** C2SP checkpoint, verbatim */
  readonly note: string;
  readonly origin: string;
  readonly size: number;
  /** base64 */
  readonly root: string;
  readonly at: string;
  readonly source: 'verified' | 'imported';
}

export interface EvidenceMemory {
  readonly pin: Pin | null;
  readonly tree: RememberedTree | null;
}

export interface ReadMemory extends EvidenceMemory {
  /** Something was remembered and cannot be read any more: that must not pass for a first visit. */
  readonly isDamaged: boolean;
}

const EMPTY: EvidenceMemory = { pin: null, tree: null };

const keyOf = (tenant: string): string => `governance-agent.evidence.v1.${tenant}`;

/** A browser that keeps nothing reads as one that remembers nothing. */
export function readMemory(storage: Pick<Storage, 'getItem'>, tenant: string): ReadMemory {
  let text: string | null;
  try {
    text = storage.getItem(keyOf(tenant));
  } catch {
    text = null;
  }
  if (text === null) return { ...EMPTY, isDamaged: false };
  const memory = memoryIn(text);
  return memory === null ? { ...EMPTY, isDamaged: true } : { ...memory, isDamaged: false };
}

/** Says whether the browser kept it. */
export function writeMemory(
  storage: Pick<Storage, 'setItem'>,
  tenant: string,
  { pin, tree }: EvidenceMemory,
): boolean {
  try {
    storage.setItem(keyOf(tenant), JSON.stringify({ pin, tree }));
    return true;
  } catch {
    return false;
  }
}

function memoryIn(text: string): EvidenceMemory | null {
  try {
    const value: unknown = JSON.parse(text);
    if (!isObject(value)) return null;
    const { pin, tree } = value;
    return (pin === null || isPin(pin)) && (tree === null || isTree(tree)) ? { pin, tree } : null;
  } catch {
    return null;
  }
}

function isPin(value: unknown): value is Pin {
  if (!isObject(value)) return false;
  const { key, id, source, at, followed } = value;
  return (
    [key, id, at].every(isText) &&
    (source === 'own' || source === 'server') &&
    Array.isArray(followed) &&
    followed.every(isText)
  );
}

function isTree(value: unknown): value is RememberedTree {
  if (!isObject(value)) return false;
  const { note, origin, size, root, at, source } = value;
  return (
    [note, origin, root, at].every(isText) &&
    Number.isSafeInteger(size) &&
    (source === 'verified' || source === 'imported')
  );
}
