// Whether the replica may be read: it answers, has the schema, is a copy of this store, and follows it.
import {
  readChainHeads,
  readChainSizes,
  wasAt,
  type ChainPosition,
  type Clock,
  type Database,
  type ReadCopy,
  type SchemaState,
} from '@governance-agent/audit-core';
import { codesOf } from '../failure-notice.ts';
import type { Logger } from '../logging.ts';
import { agentSchemaState } from '../store.ts';
import { withinTime } from '../within-time.ts';
import { createReplicaHistory } from './replica-history.ts';

export type ReplicaState = 'following' | 'behind' | 'outdated' | 'another_store' | 'unreachable';

export interface ReplicaMonitor {
  /** Resolves after the first look. */
  start(): Promise<void>;
  state(): ReplicaState;
  /** A read of it failed: looks now. */
  failed(error: unknown): void;
  close(): void;
}

export interface ReplicaMonitorDeps {
  readonly primary: Database;
  readonly replica: ReadCopy;
  readonly logger: Logger;
  readonly clock: Clock;
}

const LOOK_EVERY_MS = 5000;
const ANSWER_MS = 2000;
/** Between two warnings. */
const QUIET_MS = 60_000;

export function createReplicaMonitor(deps: ReplicaMonitorDeps): ReplicaMonitor {
  const { replica, logger } = deps;
  const examine = createExamination(deps);
  const warn = createWarning(deps);
  let state: ReplicaState = 'unreachable';
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | undefined;
  const look = async (): Promise<void> => {
    const before = state;
    state = await examine().catch(() => 'unreachable' as const);
    // Whoever waits for a server that hangs is let go, and asks the primary.
    if (state === 'unreachable') replica.cut();
    if (state !== 'following') warn(state);
    else if (before !== 'following') logger.info('reports are read from the replica');
  };
  const lookOnce = (): Promise<void> => (looking ??= look().finally(() => (looking = undefined)));
  return {
    start: async () => {
      timer = setInterval(() => void lookOnce(), LOOK_EVERY_MS).unref();
      await lookOnce();
    },
    state: () => state,
    failed: (error) => {
      warn(codesOf(error).join(' < '));
      void lookOnce();
    },
    close: () => clearInterval(timer),
  };
}

/** At most one line a minute, whatever is wrong. */
function createWarning({ logger, clock }: ReplicaMonitorDeps): (reason: string) => void {
  let told = -Infinity;
  return (replica) => {
    if (clock.now() - told < QUIET_MS) return;
    told = clock.now();
    logger.warn('reports are read from the primary', { replica });
  };
}

type Heads = ReadonlyMap<string, ChainPosition>;

function createExamination({ primary, replica, clock }: ReplicaMonitorDeps): () => Promise<ReplicaState> {
  const history = createReplicaHistory();
  const schemaOf = withinTime<SchemaState>(() => agentSchemaState(replica), ANSWER_MS, 'unreachable');
  const headsOf = withinTime<Heads | undefined>(() => readChainHeads(replica), ANSWER_MS, undefined);
  const sizesOf = withinTime(() => sizesOrNothing(primary), ANSWER_MS, undefined);
  let isCopy = false;
  return async () => {
    // The primary first: the replica only has to have what was there by then.
    const sizes = await sizesOf();
    if (sizes !== undefined) history.add(sizes, clock.now());
    const schema = await schemaOf();
    const heads = schema === 'current' ? await headsOf() : undefined;
    if (heads === undefined)
      return schema === 'unreachable' || schema === 'current' ? 'unreachable' : 'outdated';
    // Each time: a name or an address may lead to another server from one look to the next.
    if (sizes !== undefined) isCopy = await isCopyInTime(primary, heads, isCopy);
    if (!isCopy) return 'another_store';
    return history.isFollowed(heads) ? 'following' : 'behind';
  };
}

/** A primary that is away says nothing about the replica. */
function sizesOrNothing(primary: Database): Promise<ReadonlyMap<string, number> | undefined> {
  return readChainSizes(primary).catch(() => undefined);
}

/** As before where the primary does not say. */
function isCopyInTime(primary: Database, heads: Heads, before: boolean): Promise<boolean> {
  const asked = (): Promise<boolean> => isCopyOf(primary, heads).catch(() => before);
  return withinTime(asked, ANSWER_MS, before)();
}

/** A hash of a row names all rows before it: one chain with rows is enough. A copy without rows shows nothing foreign. */
function isCopyOf(primary: Database, heads: Heads): Promise<boolean> {
  const [tenant, position] = [...heads].find(([, { size }]) => size > 0) ?? [];
  if (tenant === undefined || position === undefined) return Promise.resolve(true);
  return wasAt(primary, tenant, position);
}
