// Appends on PostgreSQL: the head row is locked FOR UPDATE, a group lands by COPY.
import type { Knex } from 'knex';
import type { ClientBase } from 'pg';
import { createAccumulator } from '../rollups/accumulate.ts';
import { dimensionsWith } from '../rollups/dimensions.ts';
import { createKnownMembers, type KnownMembers } from '../rollups/known-members.ts';
import type { Newcomer } from '../rollups/newcomer.ts';
import { openGroup, type ChainHead, type ChainState, type OpenGroup, type SealedGroup } from '../seal.ts';
import type { StoredCheckpoint } from '../seal-checkpoint.ts';
import type { SealedRow } from '../row.ts';
import { runSteps } from '../steps.ts';
import type { AppendQuery, AppendStore, Sealing } from './append-store.ts';
import { errorCode } from './error-code.ts';
import { lockChain, lockHead, type LockedHead } from './postgres-chain-state.ts';
import { landRows } from './postgres-landing.ts';
import { addToPostgresRollups } from './postgres-rollups.ts';
import { inPostgresTransaction, namedStatements } from './postgres-transaction.ts';
import { isRolled, isStill, MOVE_ROLLED } from './rolled-head.ts';
import { sendingAhead, type SendAhead } from './sent-ahead.ts';

const run = namedStatements('audit');

export function createPostgresAppendStore(knex: Knex): AppendStore {
  const members = createKnownMembers();
  return {
    // Nothing but this connection waits while others sign.
    transact: async (query, sealing) => {
      const { group, added } = await inPostgresTransaction(knex, (client) =>
        appendGroup(client, query, members, sealing),
      );
      await runSteps(members.keep(query.tenant, group.head.head_hash, added));
      return group;
    },
    registerKey: async (key) => {
      await knex('signing_keys').insert(key).onConflict('key_id').ignore();
    },
    retireKey: async (keyId, now) => {
      const notRetired = knex('signing_keys').where({ key_id: keyId }).whereNull('retired_at');
      await notRetired.update({ retired_at: now });
    },
  };
}

/** Writes within a transaction of the caller's, who commits: of several chains at once, or not at all. */
export function createAppendsWithin(
  client: ClientBase,
  keys: Pick<AppendStore, 'registerKey' | 'retireKey'>,
): AppendStore {
  const members = createKnownMembers();
  return {
    ...keys,
    transact: async (query, sealing) => (await appendGroup(client, query, members, sealing)).group,
  };
}

type Landed = { readonly group: SealedGroup; readonly added: readonly Newcomer[] };

async function appendGroup(
  client: ClientBase,
  query: AppendQuery,
  members: KnownMembers,
  sealing: Sealing,
): Promise<Landed> {
  const { chain, open } = (await lockAhead(client, sealing)) ?? (await lockAndSeal(client, query, sealing));
  const { following } = sealing;
  return sendingAhead((ahead) => land({ client, ahead, members, following }, chain, open));
}

interface Sealed {
  readonly chain: LockedHead;
  readonly open: OpenGroup;
}

/** Undefined where nothing was sealed before, or the chain does not stand where it was to stand. */
async function lockAhead(client: ClientBase, { ahead }: Sealing): Promise<Sealed | undefined> {
  if (ahead === undefined) return undefined;
  const chain = await lockHead(client, ahead.on.tenant);
  return chain !== undefined && isStill(chain.head, ahead.on) ? { chain, open: ahead.group } : undefined;
}

async function lockAndSeal(client: ClientBase, query: AppendQuery, sealing: Sealing): Promise<Sealed> {
  const { atOnce, aside = (state: ChainState) => Promise.resolve(openGroup(atOnce(state))) } = sealing;
  const chain = await lockChain(client, query);
  return { chain, open: await aside(chain.state) };
}

interface LandDeps extends Pick<Sealing, 'following'> {
  readonly client: ClientBase;
  readonly ahead: SendAhead;
  readonly members: KnownMembers;
}

async function land(
  deps: LandDeps,
  { head, attributes: listed }: LockedHead,
  open: OpenGroup,
): Promise<Landed> {
  const { client, ahead, members } = deps;
  const { tenant } = head;
  const attributes = isRolled(head) ? listed : null;
  const delta = createAccumulator(dimensionsWith(listed));
  const onPart = (rows: readonly SealedRow[]): void => (attributes === null ? undefined : delta.add(rows));
  const group = await landRows({ client, ahead, onPart }, tenant, open);
  if (group.checkpoint !== null) await ahead(landCheckpoint(client, group.checkpoint));
  if (group.rows.length > 0 || group.checkpoint !== null) await ahead(moveHead(client, group.head));
  members.landingOn(tenant, head.head_hash);
  if (group.rows.length === 0) return { group, added: [] };
  members.rollingUpBy(tenant, attributes);
  return besideFollowing(deps, async () => ({
    group,
    added: attributes === null ? [] : await addToPostgresRollups(client, tenant, delta.end(), members),
  }));
}

/** Signs the next group meanwhile. Both have ended when this one does: nothing may be under way behind a rollback. */
async function besideFollowing<T>({ client, following }: LandDeps, work: () => Promise<T>): Promise<T> {
  const next = following?.();
  if (next === undefined) return work();
  const sealing = lockChain(client, next.query).then(({ state }) => next.sealOn(state));
  const [worked, sealed] = await Promise.allSettled([work(), sealing]);
  if (worked.status === 'fulfilled' && sealed.status === 'fulfilled') return worked.value;
  throw causeOf([worked, sealed]);
}

const IN_FAILED_TRANSACTION = '25P02';

/** Once a statement was refused, every other is refused for that. */
function causeOf(results: readonly PromiseSettledResult<unknown>[]): unknown {
  const reasons = results.flatMap((result) =>
    result.status === 'rejected' ? [result.reason as unknown] : [],
  );
  return reasons.find((reason) => errorCode(reason) !== IN_FAILED_TRANSACTION) ?? reasons[0];
}

// A size has one checkpoint. Where the store was set back, the one that was given out first stays as evidence.
async function landCheckpoint(client: ClientBase, checkpoint: StoredCheckpoint): Promise<void> {
  const { tenant, size, root, note, created_at, key_id } = checkpoint;
  const sql = `INSERT INTO checkpoints (tenant, size, root, note, created_at, key_id)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`;
  await run(client, 'land-checkpoint', sql, [tenant, size, root, note, created_at, key_id]);
}

async function moveHead(client: ClientBase, head: ChainHead): Promise<void> {
  const { tenant, size, head_hash, received_at, frontier, key_id } = head;
  const sql = `UPDATE chain_heads SET size = $2, head_hash = $3, received_at = $4, frontier = $5, key_id = $6,
     ${MOVE_ROLLED} $2 END WHERE tenant = $1`;
  await run(client, 'move-head', sql, [tenant, size, head_hash, received_at, frontier, key_id]);
}
