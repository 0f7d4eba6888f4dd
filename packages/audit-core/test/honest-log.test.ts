// An honest log never alarms: whatever operators do to it in whatever order, verification finds nothing to report.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  AuditError,
  createAuditWriter,
  createCheckpointNow,
  createSigner,
  createSignerMemory,
  detachPartitions,
  erase,
  generateSigningKey,
  maintainPartitions,
  placeHold,
  rebuildRollups,
  releaseHold,
  rotateKeys,
  verify,
  type SealedRow,
  type SigningKey,
} from '../src/index.ts';
import { maskedEvents } from './support/events.ts';
import { ACME, GLOBEX, storeKinds, testStore, type StoreKind, type TestStore } from './support/store.ts';

type Step =
  | ('append' | 'rotate' | 'restart' | 'erase user' | 'erase time' | 'hold' | 'release' | 'checkpoint')
  | ('next day' | 'detach');
const STEPS: readonly Step[] = [
  'append',
  'append',
  'rotate',
  'restart',
  'erase user',
  'erase time',
  'hold',
  'release',
  'checkpoint',
];
/** A partition a day. */
const PARTITION_STEPS: readonly Step[] = [...STEPS, 'next day', 'next day', 'next day', 'detach', 'detach'];
const stepsOn = (kind: StoreKind) =>
  fc.array(
    fc.tuple(
      fc.constantFrom(...(kind === 'partitioned postgres' ? PARTITION_STEPS : STEPS)),
      fc.constantFrom(ACME, GLOBEX),
    ),
    { minLength: 5, maxLength: 25 },
  );
/** What an operator is rightly refused. */
const REFUSALS = ['unknown_tenant', 'unknown_hold', 'legal_hold'];

async function play(
  store: TestStore,
  keys: SigningKey[],
  script: readonly [Step, typeof ACME][],
): Promise<void> {
  const { database, clock } = store;
  let memory = createSignerMemory();
  const newest = () => createSigner({ key: keys.at(-1) ?? store.key });
  const deps = () => ({ database, clock, memory, signer: newest(), actor: 'cli', reason: 'because' });
  for (const [index, [step, { tenant }]] of script.entries()) {
    clock.advance(1000);
    const hold = { hold: 'h', scope: 'user', value: 'dev@acme.example' } as const;
    const erasing = { ...deps(), tenant, onHold: 'skip', batchRows: 2 } as const;
    const doStep: Readonly<Record<Step, () => Promise<unknown>>> = {
      append: () =>
        createAuditWriter(deps()).append({ ...ACME, tenant }, maskedEvents(3, {}, `${tenant}${index}`)),
      rotate: async () => {
        const newSigner = createSigner({ key: generateAndKeep(keys) });
        const oldSigner = createSigner({ key: keys.at(-2) ?? store.key });
        await rotateKeys({ database, clock, memory, actor: 'cli', oldSigner, newSigner });
      },
      restart: () => Promise.resolve((memory = createSignerMemory())),
      'erase user': () => erase({ ...erasing, selector: { by: 'user', value: 'dev@acme.example' } }),
      'erase time': () => erase({ ...erasing, selector: { by: 'before', time: clock.now() - 3000 } }),
      hold: () => placeHold(deps(), tenant, hold),
      release: () => releaseHold(deps(), tenant, 'h'),
      checkpoint: () => createCheckpointNow(deps(), tenant),
      'next day': () => {
        clock.advance(86_400_000);
        return maintainPartitions({ database, clock });
      },
      detach: () => detachPartitions({ ...deps(), olderThan: clock.now() - 86_400_000 }),
    };
    await doStep[step]().catch((error: unknown) => {
      if (!(error instanceof AuditError) || !REFUSALS.includes(error.code)) throw error;
    });
  }
}

function generateAndKeep(keys: SigningKey[]): SigningKey {
  const key = generateSigningKey();
  keys.push(key);
  return key;
}

/** The key schedule of docs/formats/decision-chain.md, read off the rows alone. */
function assertSchedule(rows: readonly SealedRow[], keys: readonly SigningKey[]): void {
  let place = keys.findIndex(({ keyId }) => keyId === rows[0]?.key_id);
  for (const { key_id, event } of rows) {
    expect(key_id).toBe(keys[place]?.keyId);
    if (event === 'key_rotation') place += 1;
  }
}

test.each(storeKinds)(
  'on %s',
  async (kind) => {
    await fc.assert(
      fc.asyncProperty(stepsOn(kind), async (script) => {
        const store = await testStore(kind);
        const keys = [store.key];
        try {
          await play(store, keys, script);
          const { database, clock } = store;
          const trustedKeys = keys.map(({ publicKey }) => publicKey);
          const report = await verify({ database, clock, trustedKeys, mode: 'deep' });
          expect(report.warnings).toEqual([]);
          for (const chain of report.chains) {
            expect(chain.breaks).toEqual([]);
            await rebuildRollups(database, chain.tenant);
            const rows = database
              .knex<SealedRow>('audit_logs')
              .where({ tenant: chain.tenant })
              .orderBy('seq');
            assertSchedule(await rows, keys);
          }
          const again = await verify({
            database,
            clock,
            trustedKeys,
            mode: 'full',
            tuning: { segmentRows: 4 },
          });
          expect(again.chains.flatMap(({ breaks }) => breaks)).toEqual([]);
        } finally {
          await store.remove();
        }
      }),
      { numRuns: 12 },
    );
  },
  120_000,
);
