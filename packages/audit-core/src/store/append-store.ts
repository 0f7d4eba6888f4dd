// The port between the writer and a database: one transaction that locks a chain, seals a group and lands it.
import type { ChainHead, ChainState, OpenGroup, SealedGroup } from '../seal.ts';
import type { Signer } from '../signer.ts';
import { ROW_COLUMNS } from '../row.ts';

export interface AppendQuery {
  readonly tenant: string;
  readonly idempotencyKeys: readonly string[];
  readonly sessionIds: readonly string[];
  /** Names the chain of a tenant that has none yet. */
  readonly newOrigin: () => string;
  /** The key that begins the chain if it is empty. */
  readonly beginner: string;
  /** What the signer remembers of the chain; 0 = nothing. */
  readonly rememberedSize: number;
  /** Rows whose content is removed before the chain is sealed. */
  readonly erase: readonly number[];
  /** Removes what stands beside the chain, in the same transaction. */
  readonly remove: readonly Removal[];
  /** Whether to read the legal holds. */
  readonly withHolds: boolean;
}

/** One statement in the words of the driver. */
export interface Removal {
  readonly sql: string;
  readonly bindings: readonly unknown[];
  /** Whether the rows it touches are counted in `ChainState.removed`. */
  readonly counts: boolean;
}

export type SealState = (state: ChainState) => SealedGroup;
export type SealStateAside = (state: ChainState) => Promise<OpenGroup>;

/** A group that was sealed before the one in front of it was committed. */
export interface SealedAhead {
  /** the head that the group in front of it was to leave */
  readonly on: ChainHead;
  readonly group: OpenGroup;
}

/** The group behind the one that is landed. */
export interface FollowingGroup {
  readonly query: AppendQuery;
  /** Resolves when signing has begun, or cannot begin; never rejects. */
  readonly sealOn: (state: ChainState) => Promise<void>;
}

/** The ways to seal a group; all of them make the same. */
export interface Sealing {
  /** With the chain locked. */
  readonly atOnce: SealState;
  /** May be used in its place, also before the lock is taken if the chain has not moved since. */
  readonly aside?: SealStateAside | undefined;
  /** Was made already; stands if the chain does where it was to stand. */
  readonly ahead?: SealedAhead | undefined;
  /**
   * What to seal on the state that is about to be committed, so that it is signed meanwhile. Where the transaction fails
   * after all, the chain does not stand there, and what was sealed on it is not used.
   */
  readonly following?: (() => FollowingGroup | undefined) | undefined;
}

export interface AppendStore {
  /**
   * Locks the tenant's chain, reads its state, seals the group and stores it, in one transaction.
   * The head names the key that signs next also where the store kept none. The state's frontier covers every row of the head, also where the store kept none or an older one.
   * Resolves after commit. Rejects with the driver's error, or with what sealing threw; nothing is stored then.
   */
  transact(query: AppendQuery, sealing: Sealing): Promise<SealedGroup>;
  /** Makes a signing key known to readers of the store. Idempotent. */
  registerKey(key: RegisteredKey): Promise<void>;
  /** From its commit on, the key begins no chain. Idempotent. */
  retireKey(keyId: string, now: number): Promise<void>;
}

export interface RegisteredKey {
  readonly key_id: string;
  /** base64, 32 bytes */
  readonly public_key: string;
  /** Unix milliseconds */
  readonly created_at: number;
}

export function registeredKey({ keyId, publicKey }: Signer, now: number): RegisteredKey {
  return { key_id: keyId, public_key: Buffer.from(publicKey).toString('base64'), created_at: now };
}

export const COLUMN_LIST = ROW_COLUMNS.join(', ');

/** Nothing is done beside the rows. */
export function isRowsAlone({ erase, remove, withHolds }: AppendQuery): boolean {
  return erase.length === 0 && remove.length === 0 && !withHolds;
}
