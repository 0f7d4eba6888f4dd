// The last stage: a sealed group lands in one durable transaction. What sealing costs is taken off.
import { openDatabase, type PreparedBatch } from '@governance-agent/audit-core';
import { CHECKPOINT_INTERVAL } from '../../packages/audit-core/src/seal-checkpoint.ts';
import { sealGroup, type ChainState, type SealedGroup } from '../../packages/audit-core/src/seal.ts';
import { registeredKey, type AppendQuery } from '../../packages/audit-core/src/store/append-store.ts';
import { createAppendStore } from '../../packages/audit-core/src/store/create-append-store.ts';
import { cpuMicros, cpuMicrosAsync } from '../cpu.ts';
import { median, timedAsync } from '../measure.ts';
import { openBenchStore, type BenchStore } from '../store/bench-store.ts';
import { bodiesOf, createPreparation, groupsOf, silentSigner, type Plan } from './stages.ts';

export interface AppendStage {
  readonly name: string;
  /** microseconds of processor time a row: of this process, and of the database server */
  readonly micros: number;
  readonly serverMicros: number;
  /** microseconds a row from the first group to the last commit, sealing included */
  readonly elapsed: number;
}

export async function appendStage(kind: 'sqlite' | 'postgres', plan: Plan): Promise<AppendStage> {
  const store = await openBenchStore({ database: kind, rows: 0, use: 'write' });
  try {
    const runs = await measureRuns(store, plan);
    const middle = (values: readonly number[]): number => median(values) / plan.rows;
    return {
      name: `append, ${store.description}`,
      micros: middle(runs.map(({ micros }) => micros)),
      serverMicros: middle(runs.map(({ serverMicros }) => serverMicros)),
      elapsed: middle(runs.map(({ elapsed }) => elapsed)),
    };
  } finally {
    await store.close();
  }
}

type Run = Omit<AppendStage, 'name'>;

/** The first run makes the chain, and compiles: it does not count. */
async function measureRuns(store: BenchStore, plan: Plan): Promise<Run[]> {
  const { decode, map, mask, prepare } = createPreparation();
  const append = createAppending(store);
  const runs: Run[] = [];
  try {
    await append.begin();
    for (let run = 0; run <= plan.runs; run += 1) {
      const bodies = bodiesOf(plan, { encoding: 'protobuf', gzip: false }, run * plan.rows);
      const groups = groupsOf(bodies.map((bytes) => prepare(mask(map(decode(bytes, 'protobuf'))))));
      runs.push(await measureRun(store, groups, append.group));
    }
  } finally {
    await append.close();
  }
  return runs.slice(1);
}

/** @returns microseconds that sealing took */
type AppendGroup = (rows: PreparedBatch['rows']) => Promise<number>;

async function measureRun(
  store: BenchStore,
  groups: readonly PreparedBatch['rows'][],
  append: AppendGroup,
): Promise<Run> {
  let sealing = 0;
  const serverBefore = await store.serverCpu();
  const { result: micros, seconds } = await timedAsync(() =>
    cpuMicrosAsync(async () => {
      for (const rows of groups) sealing += await append(rows);
    }),
  );
  const serverMicros = ((await store.serverCpu()) - serverBefore) * 1e6;
  return { micros: micros - sealing, serverMicros, elapsed: seconds * 1e6 };
}

function createAppending({ databaseUrl }: BenchStore) {
  const database = openDatabase(databaseUrl);
  const store = createAppendStore(database);
  const signer = silentSigner();
  const group: AppendGroup = async (rows) => {
    let micros = 0;
    const seal = (state: ChainState): SealedGroup => {
      let sealed: SealedGroup | undefined;
      micros = cpuMicros(() => {
        sealed = sealGroup({ signer, interval: CHECKPOINT_INTERVAL }, state, [rows], Date.now());
      });
      if (sealed === undefined) throw new Error('nothing was sealed');
      return sealed;
    };
    await store.transact(queryOf(rows, signer.keyId), { atOnce: seal });
    return micros;
  };
  return {
    group,
    begin: () => store.registerKey(registeredKey(signer, Date.now())),
    close: () => database.close(),
  };
}

function queryOf(rows: PreparedBatch['rows'], beginner: string): AppendQuery {
  return {
    ...{ tenant: 'bench', beginner, newOrigin: () => 'governance-agent/t/bench', rememberedSize: 0 },
    idempotencyKeys: rows.map(({ body }) => body.idempotency_key),
    sessionIds: [...new Set(rows.map(({ body }) => body.session_id).filter((id) => id !== null))],
    ...{ erase: [], remove: [], withHolds: false },
  };
}
