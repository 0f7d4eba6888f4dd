// Appends on SQLite: BEGIN IMMEDIATE, prepared statements, one transaction a group.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Knex } from 'knex';
import type { Frontier } from '../chain/merkle.ts';
import { accumulate } from '../rollups/accumulate.ts';
import { dimensionsWith } from '../rollups/dimensions.ts';
import { createKnownMembers, type KnownMembers } from '../rollups/known-members.ts';
import type { SealedRow } from '../row.ts';
import { bodyValues, placeValues } from '../row-values.ts';
import { firstSigned, type ChainHead, type ChainState, type OpenGroup, type SealedGroup } from '../seal.ts';
import { runAtOnce, runSteps, type Steps } from '../steps.ts';
import {
  isRowsAlone,
  type AppendQuery,
  type AppendStore,
  type SealedAhead,
  type Sealing,
  type SealStateAside,
} from './append-store.ts';
import { CATCH_UP_ROWS, catchUp, frontierOf } from './frontier-of-head.ts';
import { isRolled, isStill, newHead, type StoredHead } from './rolled-head.ts';
import { prepareAppendStatements, type AppendStatements as Statements } from './sqlite-append-statements.ts';
import type { Landed } from './sqlite-rollups.ts';
import { createSqliteTransactions } from './sqlite-transaction.ts';
import { administrationRows } from './administration-reader.ts';

export function createSqliteAppendStore(knex: Knex): AppendStore {
  const connections = createSqliteTransactions(knex, prepareAppendStatements);
  const members = createKnownMembers();
  return {
    /**
     * Signing takes longer than landing, and whoever else writes to the file waits for the lock: a group is sealed before
     * the lock is taken, best of all while the group before it is landed. Where somebody else was faster it is sealed once
     * more, at last at once and with the lock held.
     */
    async transact(query, sealing) {
      const landing = { connections, query, members, following: sealing.following };
      const { group, added } =
        (await landSealed(landing, sealing.ahead)) ??
        (await landSealed(landing, await sealAside(landing, sealing.aside))) ??
        (await connections.write((statements) =>
          runSteps(land(statements, query, members, sealing.atOnce(runAtOnce(readState(statements, query))))),
        ));
      await runSteps(members.keep(query.tenant, group.head.head_hash, added));
      return group;
    },
    registerKey: (key) => connections.write(({ registerKey }) => void registerKey.run(key)),
    retireKey: (keyId, now) => connections.write(({ retireKey }) => void retireKey.run(now, keyId)),
  };
}

interface Landing extends Pick<Sealing, 'following'> {
  readonly connections: ReturnType<typeof createSqliteTransactions<Statements>>;
  readonly query: AppendQuery;
  readonly members: KnownMembers;
}

/** Undefined where there is no chain yet. */
async function sealAside(
  { connections, query }: Landing,
  seal: SealStateAside | undefined,
): Promise<SealedAhead | undefined> {
  if (seal === undefined || !isRowsAlone(query)) return undefined;
  const state = await connections.read((statements) =>
    statements.head.get(query.tenant) === undefined ? undefined : runSteps(readState(statements, query)),
  );
  if (state === undefined || state.head.size === 0) return undefined;
  return { on: state.head, group: await seal(state) };
}

/** Undefined, and nothing landed, where nothing was sealed or the head has moved. */
async function landSealed(landing: Landing, sealed: SealedAhead | undefined): Promise<Landed | undefined> {
  if (sealed === undefined) return undefined;
  await firstSigned(sealed.group);
  return landing.connections.write((statements) =>
    isStill(statements.head.get(landing.query.tenant), sealed.on)
      ? landParts(statements, landing, sealed.group)
      : undefined,
  );
}

/** While one part lands the next ones are signed, and everybody else gets a turn in between. */
async function landParts(
  statements: Statements,
  { query, members, following }: Landing,
  { parts, ...open }: OpenGroup,
): Promise<Landed> {
  const rows: SealedRow[] = [];
  for await (const part of parts) {
    for (const row of part) landRow(statements, row);
    rows.push(...part);
    await nextTurn();
  }
  const group = { ...open, rows };
  const before = await runSteps(landHead(statements, query, group));
  // Signed while this group is counted and committed.
  const next = following?.();
  if (next !== undefined) await next.sealOn(await runSteps(readState(statements, next.query)));
  return runSteps(rollUp(statements, query, members, group, before));
}

function* land(
  statements: Statements,
  query: AppendQuery,
  members: KnownMembers,
  group: SealedGroup,
): Steps<Landed> {
  for (const row of group.rows) {
    landRow(statements, row);
    yield;
  }
  const before = yield* landHead(statements, query, group);
  return yield* rollUp(statements, query, members, group, before);
}

function landRow(statements: Statements, row: SealedRow): void {
  statements.row.run(bodyValues(row), placeValues(row));
}

/** @returns the head as it was before. */
function* landHead(
  statements: Statements,
  { tenant }: AppendQuery,
  { contents, checkpoint, rows, head }: SealedGroup,
): Steps<StoredHead | undefined> {
  const before = statements.head.get(tenant);
  for (const { seq, salt, content } of contents) {
    statements.content.run(tenant, seq, salt, content);
    yield;
  }
  if (checkpoint !== null) statements.checkpoint.run(checkpoint);
  if (rows.length > 0 || checkpoint !== null) statements.moveHead.run(head);
  return before;
}

/** @returns with it the members that are in the store once it is committed. */
function* rollUp(
  statements: Statements,
  { tenant }: AppendQuery,
  members: KnownMembers,
  group: SealedGroup,
  before: StoredHead | undefined,
): Steps<Landed> {
  if (before !== undefined) members.landingOn(tenant, before.head_hash);
  const attributes = before !== undefined && isRolled(before) ? statements.attributes.all() : null;
  members.rollingUpBy(tenant, attributes);
  if (attributes === null) return { group, added: [] };
  // Once for the whole group: what is remembered of members counts as whole until it is committed.
  const delta = accumulate(dimensionsWith(attributes), group.rows);
  yield;
  return { group, added: yield* statements.rollups.add(tenant, delta, members) };
}

function* readState(statements: Statements, query: AppendQuery): Steps<ChainState> {
  const { tenant, idempotencyKeys, sessionIds } = query;
  const head = readHead(statements, query);
  const known = new Set(statements.known.all(tenant, JSON.stringify(idempotencyKeys)));
  yield;
  const sessions = new Map<string, number>();
  for (const id of sessionIds) {
    sessions.set(id, statements.session.get(tenant, id) ?? 0);
    yield;
  }
  const frontier = wholeFrontier(statements, head);
  const lastCheckpoint = statements.lastCheckpoint.get(tenant) ?? null;
  return { head, frontier, lastCheckpoint, known, sessions, ...readGuards(statements, query, head) };
}

function readHead(statements: Statements, { tenant, newOrigin }: AppendQuery): ChainHead {
  const head = statements.head.get(tenant) ?? createHead(statements, tenant, newOrigin());
  if (head.key_id !== null || head.size === 0) return head;
  return { ...head, key_id: statements.keyOfRow.get(tenant, head.size) ?? null };
}

function readGuards(
  statements: Statements,
  { tenant, beginner, rememberedSize, erase, remove, withHolds }: AppendQuery,
  { size }: ChainHead,
): Pick<ChainState, 'keyRetired' | 'rememberedHash' | 'erased' | 'removed' | 'holds'> {
  const behind = rememberedSize > 0 && rememberedSize < size;
  return {
    keyRetired: size === 0 && statements.retired.get(beginner) !== undefined,
    rememberedHash: behind ? (statements.hashOfRow.get(tenant, rememberedSize) ?? null) : null,
    erased:
      erase.length === 0 ? [] : statements.erase.all(tenant, JSON.stringify(erase)).sort((a, b) => a - b),
    removed: remove.reduce((sum, one) => sum + (one.counts ? 1 : 0) * statements.remove(one), 0),
    holds: withHolds ? administrationRows(statements.holds.all({ 1: tenant })) : [],
  };
}

function wholeFrontier(statements: Statements, head: ChainHead): Frontier {
  let frontier = frontierOf(head);
  while (frontier.size < head.size) {
    const through = Math.min(frontier.size + CATCH_UP_ROWS, head.size);
    const rowHashes = statements.rowHashes.all(head.tenant, frontier.size, through);
    frontier = catchUp(frontier, rowHashes, through - frontier.size);
  }
  return frontier;
}

function createHead(statements: Statements, tenant: string, origin: string): StoredHead {
  const head = newHead(tenant, origin);
  statements.createHead.run(head);
  return head;
}
