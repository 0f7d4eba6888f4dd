// One administrative act on one chain: what is decided under the chain's lock lands as signed rows of the chain.
import { createChainAccess, createOrigins, type ChainQuery } from '../chain-access.ts';
import { AuditError } from '../errors.ts';
import type { Clock, Destination } from '../ports.ts';
import { prepareRow, type PreparedRow } from '../prepare-row.ts';
import { createRandomPool } from '../random-pool.ts';
import { guarded } from '../reads/guarded.ts';
import { sealGroup, type ChainState, type SealedGroup } from '../seal.ts';
import { CHECKPOINT_INTERVAL, type CheckpointInterval } from '../seal-checkpoint.ts';
import { createSignerMemory, type SignerMemory } from '../signer-memory.ts';
import { signerSourceOf, type SignerSource } from '../signer-source.ts';
import type { Signer } from '../signer.ts';
import type { AppendStore } from '../store/append-store.ts';
import { createAppendStore } from '../store/create-append-store.ts';
import type { Database } from '../store/database.ts';
import { administrationEvent } from './event.ts';
import type { AdministrationRecord } from './record.ts';

export interface ActDeps {
  readonly database: Database;
  readonly signer: Signer | SignerSource;
  /** Where each chain stood, kept outside the database. Default: nothing is remembered. */
  readonly memory?: SignerMemory;
  readonly clock: Clock;
  /** Who acts: `cli`, `agent`, `token:<id>`. */
  readonly actor: string;
  /** Why, in words, masked already. */
  readonly reason?: string;
  /** First part of the origin of a chain that has to be begun. Default `governance-agent`. */
  readonly agentName?: string;
  readonly checkpointInterval?: CheckpointInterval;
}

export interface Act {
  /** In this order; none = nothing is stored. */
  readonly records: readonly AdministrationRecord[];
  /** The key that signs behind these rows. Default: the one that signs them. */
  readonly nextKey?: string;
}

export interface ActQuery extends Pick<
  ChainQuery,
  'erase' | 'remove' | 'withHolds' | 'signer' | 'accepting'
> {
  readonly tenant: string;
  /** A tenant without rows gets a chain: it may have metrics alone. */
  readonly beginning?: boolean;
  /** Called while the chain is locked; what it throws leaves everything as it was. */
  readonly decide: (state: ChainState) => Act;
}

const DATASET = 'default';

/**
 * Resolves after commit to what was stored.
 * @throws AuditError `unknown_tenant` for a tenant without rows, `key_mismatch`, `rolled_back`, `signing_failed`,
 * `store_unavailable`, and what `decide` throws.
 */
export function actOnChain(deps: ActDeps, query: ActQuery): Promise<SealedGroup> {
  return actThrough(createAppendStore(deps.database), deps, query);
}

/** As `actOnChain`, by way of a store: of one that writes within an open transaction. */
export function actThrough(
  store: AppendStore,
  deps: ActDeps,
  { decide, beginning = false, ...query }: ActQuery,
): Promise<SealedGroup> {
  return guarded(async () => {
    const destination = await destinationOf(
      deps.database,
      query.tenant,
      beginning || query.accepting === true,
    );
    const { clock, checkpointInterval: interval = CHECKPOINT_INTERVAL } = deps;
    const random = createRandomPool();
    return accessOf(store, deps, random).write(query, (state, signer) => {
      const now = clock.now();
      const { records, nextKey = signer.keyId } = decide(state);
      const rows = records.map((record) => rowOf(deps, random, destination, record));
      return sealGroup({ signer, interval, nextKey }, state, [rows], now);
    });
  });
}

function accessOf(store: AppendStore, deps: ActDeps, random: (size: number) => Buffer) {
  const { signer, memory = createSignerMemory(), clock, agentName = 'governance-agent' } = deps;
  return createChainAccess({
    store,
    signers: signerSourceOf(signer),
    memory,
    clock,
    newOrigin: createOrigins(agentName, random),
  });
}

function rowOf(
  { clock, actor, reason }: ActDeps,
  random: (size: number) => Buffer,
  destination: Destination,
  record: AdministrationRecord,
): PreparedRow {
  const now = clock.now();
  const why = reason === undefined ? {} : { reason };
  return prepareRow({ now, random }, destination, administrationEvent(record, { actor, now, ...why }));
}

/** The org of a chain is that of its rows; a chain that is gone is begun again under the tenant's own name. */
async function destinationOf({ knex }: Database, tenant: string, mayBegin: boolean): Promise<Destination> {
  const newest = await knex('audit_logs')
    .where({ tenant })
    .orderBy('seq', 'desc')
    .first<{ org: string } | undefined>('org');
  if (newest === undefined && !mayBegin) {
    throw new AuditError('unknown_tenant', 'This tenant has no rows in this store. Check the name.');
  }
  return { org: newest?.org ?? tenant, tenant, dataset: DATASET };
}
