// What the signer remembers of each chain outside the database, and whether the database still agrees.
import { AuditError } from './errors.ts';
import type { ChainState } from './seal.ts';

/** The newest end of a chain that this signer has signed. */
export interface SignedHead {
  readonly origin: string;
  readonly size: number;
  /** base64 row_hash of row `size` */
  readonly head_hash: string;
}

/**
 * A database that was set back to an older copy is whole in itself. A signer that goes on from there signs a second
 * history, so it remembers where each chain stood, in another place, and refuses until an operator accepts.
 */
export interface SignerMemory {
  recall(tenant: string): SignedHead | undefined;
  /** After a commit. Never takes the memory back. */
  remember(tenant: string, head: SignedHead): void;
  /** An operator accepted the chain as it is, shorter or another. */
  accept(tenant: string, head: SignedHead): void;
  /** Called on a mismatch: another process may have accepted. */
  reload(): Promise<void>;
}

/** Remembers for as long as the process lives. */
export function createSignerMemory(): SignerMemory {
  const heads = new Map<string, SignedHead>();
  return {
    recall: (tenant) => heads.get(tenant),
    remember: (tenant, head) => {
      if (head.size > (heads.get(tenant)?.size ?? 0)) heads.set(tenant, head);
    },
    accept: (tenant, head) => void heads.set(tenant, head),
    reload: () => Promise.resolve(),
  };
}

/** Whether the remembered head lies on the chain as the store has it now. */
export function isOnChain(
  { origin, size, head_hash }: SignedHead,
  { head, rememberedHash }: Pick<ChainState, 'head' | 'rememberedHash'>,
): boolean {
  if (origin !== head.origin || size > head.size) return false;
  return head_hash === (size === head.size ? head.head_hash : rememberedHash);
}

/** @throws AuditError `rolled_back`; nothing may be signed then. */
export function assertOnChain(remembered: SignedHead | undefined, state: ChainState): void {
  if (remembered === undefined || isOnChain(remembered, state)) return;
  throw new AuditError(
    'rolled_back',
    'The store is behind what this agent signed: it was set back or replaced. Nothing was signed. Run verify, then restore the newest copy or run accept-rollback.',
  );
}
