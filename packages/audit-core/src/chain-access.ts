// Every signed write to a chain goes through here: right key, right chain, one transaction, remembered afterwards.
import { assertOrigin } from './envelope.ts';
import { AuditError } from './errors.ts';
import type { Clock } from './ports.ts';
import type { ChainState, OpenGroup, SealedGroup } from './seal.ts';
import { signerOf, type SignerSource } from './signer-source.ts';
import { assertOnChain, type SignerMemory } from './signer-memory.ts';
import type { Signer } from './signer.ts';
import {
  registeredKey,
  type AppendQuery,
  type AppendStore,
  type FollowingGroup,
  type SealedAhead,
} from './store/append-store.ts';

export interface ChainAccessDeps {
  readonly store: AppendStore;
  readonly signers: SignerSource;
  readonly memory: SignerMemory;
  readonly clock: Clock;
  readonly newOrigin: () => string;
}

export interface ChainQuery extends Partial<Pick<AppendQuery, 'erase' | 'remove' | 'withHolds'>> {
  readonly tenant: string;
  readonly idempotencyKeys?: readonly string[];
  readonly sessionIds?: readonly string[];
  /** Signs whatever key the head names: for the act that changes the key. */
  readonly signer?: Signer;
  /** Not stopped by what is remembered: for the act that accepts what was found. */
  readonly accepting?: boolean;
}

/** Called while the chain is locked; what it throws leaves everything as it was. */
export type Seal = (state: ChainState, signer: Signer) => SealedGroup;

/** Makes the same group as the `Seal` beside it, without a lock if the store can do so. */
export type SealAside = (state: ChainState, signer: Signer) => Promise<OpenGroup>;

/**
 * `write` resolves after commit.
 * Rejects with AuditError `key_mismatch`, `rolled_back`, `signing_failed` or `store_corrupt`, with what `seal` threw, or
 * with the driver's error; nothing is stored then. Keys and memory are looked at again once before it refuses.
 */
export interface ChainAccess {
  write(query: ChainQuery, seal: Seal, also?: AlsoSeal): Promise<SealedGroup>;
}

/** How a chain that gets one group after the other is kept from waiting for signatures. */
export interface AlsoSeal {
  readonly aside: SealAside;
  /** What `following` kept when the group before was written. */
  readonly ahead?: SealedAhead | undefined;
  /** Asked once the group has its place: the group that comes behind it, if it is worth it. */
  readonly following: () => Following | undefined;
}

export interface Following {
  readonly query: ChainQuery;
  readonly aside: SealAside;
  readonly keep: (ahead: SealedAhead) => void;
}

export function createChainAccess(deps: ChainAccessDeps): ChainAccess {
  const register = createRegistration(deps);
  return {
    write: async (query, seal, also) => {
      const refreshed = new Set<string>();
      for (;;) {
        try {
          return await writeOnce(deps, register, query, { seal, also });
        } catch (error) {
          if (!(await refresh(deps, refreshed, error))) throw error;
        }
      }
    },
  };
}

async function writeOnce(
  deps: ChainAccessDeps,
  register: (signer: Signer) => Promise<void>,
  query: ChainQuery,
  { seal, also }: { readonly seal: Seal; readonly also: AlsoSeal | undefined },
): Promise<SealedGroup> {
  const { store, signers, memory } = deps;
  const beginner = query.signer ?? signers.current();
  await register(beginner);
  const { full, signerFor } = askStore(deps, beginner, query);
  const sealed = await store.transact(full, {
    atOnce: (state) => seal(state, signerFor(state)),
    aside: also && (async (state) => also.aside(state, signerFor(state))),
    ahead: also?.ahead,
    following: also && (() => sealFollowing(deps, beginner, also.following())),
  });
  const { head } = sealed;
  if (query.accepting === true) memory.accept(query.tenant, rememberable(head));
  else memory.remember(query.tenant, rememberable(head));
  return sealed;
}

function askStore(
  { signers, memory, newOrigin }: ChainAccessDeps,
  beginner: Signer,
  { signer: forced, accepting = false, ...query }: ChainQuery,
) {
  const remembered = memory.recall(query.tenant);
  const full: AppendQuery = {
    ...{ idempotencyKeys: [], sessionIds: [], erase: [], remove: [], withHolds: false, newOrigin },
    ...query,
    beginner: beginner.keyId,
    rememberedSize: remembered?.size ?? 0,
  };
  const signerFor = (state: ChainState): Signer => {
    if (!accepting) assertOnChain(remembered, state);
    return forced ?? signerOf(signers, beginner, state);
  };
  return { full, signerFor };
}

/** What stops a group from being sealed ahead stops it again in its own turn, where it is answered for. */
function sealFollowing(
  deps: ChainAccessDeps,
  beginner: Signer,
  following: Following | undefined,
): FollowingGroup | undefined {
  if (following === undefined) return undefined;
  const { full, signerFor } = askStore(deps, beginner, following.query);
  const sealOn = async (state: ChainState): Promise<void> => {
    try {
      following.keep({ on: state.head, group: await following.aside(state, signerFor(state)) });
    } catch {
      // Not kept: sealed in its own turn.
    }
  };
  return { query: full, sealOn };
}

function rememberable({ origin, size, head_hash }: SealedGroup['head']) {
  return { origin, size, head_hash };
}

/** Whether it is worth another try: an operator changed keys or accepted a rollback beside this process. */
async function refresh(
  { signers, memory }: ChainAccessDeps,
  done: Set<string>,
  error: unknown,
): Promise<boolean> {
  if (!(error instanceof AuditError) || done.has(error.code)) return false;
  done.add(error.code);
  if (error.code !== 'key_mismatch' && error.code !== 'rolled_back') return false;
  const source = error.code === 'key_mismatch' ? signers : memory;
  return source.reload().then(
    () => true,
    () => false,
  );
}

/** A key is registered before its first row, and again after a failure, but not with every group. */
function createRegistration({ store, clock }: ChainAccessDeps): (signer: Signer) => Promise<void> {
  const registered = new Map<string, Promise<void>>();
  return (signer) => {
    const known = registered.get(signer.keyId);
    if (known !== undefined) return known;
    const registering = store.registerKey(registeredKey(signer, clock.now())).catch((error: unknown) => {
      registered.delete(signer.keyId);
      throw error;
    });
    registered.set(signer.keyId, registering);
    return registering;
  };
}

/** Names chains `<agent name>/t/<32 hex digits>`. @throws AuditError `invalid_origin`. */
export function createOrigins(agentName: string, random: (size: number) => Buffer): () => string {
  return () => {
    const origin = `${agentName}/t/${random(16).toString('hex')}`;
    assertOrigin(origin);
    return origin;
  };
}
