// Appends on SQLite: BEGIN IMMEDIATE, prepared statements, one transaction a group.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Knex } from 'knex';
import type { Frontier } from '../chain/merkle.ts';
import { accumulate } from '../rollups/accumulate.ts';
import { dimensionsWith } from '../rollups/dimensions.ts';
import { createKnownMembers, type KnownMembers } from '../rollups/known-members.ts';
import { ROW_COLUMNS, type SealedRow } from '../row.ts';
import type { ChainHead, ChainState, OpenGroup, SealedGroup } from '../seal.ts';
import { runAtOnce, runSteps, type Steps } from '../steps.ts';
import { isRowsAlone, type AppendQuery, type AppendStore, type SealStateAside } from './append-store.ts';
import { CATCH_UP_ROWS, catchUp, frontierOf } from './frontier-of-head.ts';
import { retireKey } from './retire-key.ts';
import { isRolled, isStill, newHead, type StoredHead } from './rolled-head.ts';
import { prepareAppendStatements, type AppendStatements as Statements } from './sqlite-append-statements.ts';
import type { Landed } from './sqlite-rollups.ts';
import { createSqliteTransactions, whileBusy } from './sqlite-transaction.ts';
import { administrationRows } from './administration-reader.ts';

export function createSqliteAppendStore(knex: Knex): AppendStore {
  const connections = createSqliteTransactions(knex, prepareAppendStatements);
  const members = createKnownMembers();
  return {
    /**
     * Signing takes longer than landing, and whoever else writes to the file waits for the lock: a group is sealed before
     * the lock is taken. Where somebody else was faster it is sealed once more, at once and with the lock held.
     */
    async transact(query, seal, aside) {
      const sealedAside =
        aside && isRowsAlone(query) ? await appendAside(connections, query, members, aside) : undefined;
      const { group, added } =
        sealedAside ??
        (await connections.write((statements) =>
          runSteps(land(statements, query, members, seal(runAtOnce(readState(statements, query))))),
        ));
      await runSteps(members.keep(query.tenant, group.head.head_hash, added));
      return group;
    },
    registerKey: async (key) => {
      await knex('signing_keys').insert(key).onConflict('key_id').ignore();
    },
    retireKey: (keyId, now) => whileBusy(() => retireKey(knex, keyId, now)),
  };
}

type Connections = ReturnType<typeof createSqliteTransactions<Statements>>;

/** Undefined, and nothing landed, where there is no chain yet or the head has moved. */
async function appendAside(
  connections: Connections,
  query: AppendQuery,
  members: KnownMembers,
  seal: SealStateAside,
): Promise<Landed | undefined> {
  const state = await connections.read((statements) =>
    statements.head.get(query.tenant) === undefined ? undefined : runSteps(readState(statements, query)),
  );
  if (state === undefined || state.head.size === 0) return undefined;
  const group = await seal(state);
  return connections.write((statements) =>
    isStill(statements.head.get(query.tenant), state.head)
      ? landParts(statements, query, members, group)
      : undefined,
  );
}

/** While one part lands the next ones are signed, and everybody else gets a turn in between. */
async function landParts(
  statements: Statements,
  query: AppendQuery,
  members: KnownMembers,
  { parts, ...group }: OpenGroup,
): Promise<Landed> {
  const rows: SealedRow[] = [];
  for await (const part of parts) {
    for (const row of part) landRow(statements, row);
    rows.push(...part);
    await nextTurn();
  }
  return runSteps(landRest(statements, query, members, { ...group, rows }));
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
  return yield* landRest(statements, query, members, group);
}

function landRow(statements: Statements, row: SealedRow): void {
  statements.row.run(ROW_COLUMNS.map((column) => row[column]));
}

/** @returns with it the members that are in the store once it is committed. */
function* landRest(
  statements: Statements,
  { tenant }: AppendQuery,
  members: KnownMembers,
  group: SealedGroup,
): Steps<Landed> {
  const before = statements.head.get(tenant);
  for (const { seq, salt, content } of group.contents) {
    statements.content.run(tenant, seq, salt, content);
    yield;
  }
  if (group.checkpoint !== null) statements.checkpoint.run(group.checkpoint);
  if (group.rows.length > 0 || group.checkpoint !== null) statements.moveHead.run(group.head);
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
