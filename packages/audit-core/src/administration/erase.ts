// Removes content of rows, and states in the same transaction which rows those were. The rows and their proofs stay.
import { AuditError } from '../errors.ts';
import { guarded } from '../reads/guarded.ts';
import { readHead } from '../store/chain-reader.ts';
import {
  lastSelectable,
  readErasable,
  type ErasableQuery,
  type ErasableRow,
  type ErasureSelector,
} from '../store/erasable-reader.ts';
import { purgeErased } from '../store/purge-erased.ts';
import { actOnChain, type ActDeps } from './act.ts';
import { holdsOf, openHolds, sameHolds, type LegalHold } from './holds.ts';
import { readHolds } from './legal-holds.ts';
import type { Erasure } from './record.ts';
import { rangesOf } from './row-ranges.ts';

export interface EraseOptions extends ActDeps {
  readonly tenant: string;
  readonly selector: ErasureSelector;
  /** `refuse`: nothing is erased when any selected row is held. `skip`: held rows stay and are counted. */
  readonly onHold: 'refuse' | 'skip';
  /** Most rows of one transaction. Default 5,000. */
  readonly batchRows?: number;
  /** Only counts. */
  readonly dryRun?: boolean;
  /** Stops between two transactions; what was erased until then stays erased and stated. */
  readonly signal?: AbortSignal;
}

export interface EraseReport {
  readonly tenant: string;
  /** rows whose content is gone; with `dryRun`, would be */
  readonly rows: number;
  /** selected rows that a hold kept; with `refuse` always 0 */
  readonly held: number;
  /** names of the holds that kept them */
  readonly holds: readonly string[];
  /** `erasure` rows that were appended */
  readonly erasures: number;
  /** false: the files of an SQLite store still hold the bytes, since somebody else is reading; run it again */
  readonly purged: boolean;
}

const BATCH_ROWS = 5000;
/** Keeps the longest `erasure` row at some 20 kB. */
const RANGES_PER_ROW = 1000;

/**
 * Erases rows that are stored when it begins; what arrives meanwhile is left. Memory stays flat at any size.
 * @throws AuditError `legal_hold` naming the holds; `unknown_tenant`; else as `actOnChain`. Batches that were committed
 * until then stay.
 */
export function erase(options: EraseOptions): Promise<EraseReport> {
  return guarded(async () => {
    const { database, tenant, selector, batchRows: pageRows = BATCH_ROWS, dryRun = false } = options;
    const head = await readHead(database.knex, tenant);
    if (head === null) throw new AuditError('unknown_tenant', 'This tenant has no chain. Check the name.');
    const through = await lastSelectable(database.knex, tenant, selector, head.size);
    const query: ErasableQuery = { tenant, selector, through, pageRows };
    if (dryRun || options.onHold === 'refuse') {
      const count = await countErasable(options, query);
      if (dryRun) return count;
      assertFree(count.holds);
    }
    const report = await eraseAll(options, query);
    return { ...report, purged: report.rows === 0 || (await purgeErased(database)) };
  });
}

async function countErasable(
  { database, tenant, signal }: EraseOptions,
  query: ErasableQuery,
): Promise<EraseReport> {
  const tally = createTally(tenant);
  const holds = await readHolds(database, tenant);
  for await (const page of readErasable(database.knex, query)) {
    if (signal?.aborted === true) break;
    const { free } = sort(page, holds, tally);
    tally.rows += free.length;
  }
  return reportOf(tally);
}

async function eraseAll(options: EraseOptions, query: ErasableQuery): Promise<EraseReport> {
  const tally = createTally(options.tenant);
  for await (const page of readErasable(options.database.knex, query)) {
    if (options.signal?.aborted === true) break;
    await eraseBatch(options, page, tally);
  }
  return reportOf(tally);
}

/** Looks at the holds again when they changed between reading them and locking the chain. */
async function eraseBatch(options: EraseOptions, page: readonly ErasableRow[], tally: Tally): Promise<void> {
  for (;;) {
    const holds = await readHolds(options.database, options.tenant);
    const attempt = createTally(options.tenant);
    const { free } = sort(page, holds, attempt);
    if (options.onHold === 'refuse') assertFree([...attempt.holds]);
    const erasures = free.length === 0 ? [] : await commitBatch(options, free, holds);
    if (erasures === 'holds changed') continue;
    tally.held += attempt.held;
    for (const hold of attempt.holds) tally.holds.add(hold);
    tally.erasures += erasures.length;
    tally.rows += erasures.reduce((sum, { erased }) => sum + erased, 0);
    return;
  }
}

interface Stated {
  readonly erased: number;
}

async function commitBatch(
  options: EraseOptions,
  rows: readonly ErasableRow[],
  seen: readonly LegalHold[],
): Promise<readonly Stated[] | 'holds changed'> {
  let stated: Stated[] = [];
  try {
    await actOnChain(options, {
      tenant: options.tenant,
      erase: rows.map(({ seq }) => seq),
      withHolds: true,
      decide: ({ erased, holds }) => {
        // Throwing takes the deletion back.
        if (!sameHolds(openHolds(holds), seen)) throw new HoldsChanged();
        const records = erasuresOf(erased, options.selector);
        stated = records.map(({ count }) => ({ erased: count }));
        return { records: records.map(({ record }) => record) };
      },
    });
    return stated;
  } catch (error) {
    if (error instanceof AuditError && error.cause instanceof HoldsChanged) return 'holds changed';
    throw error;
  }
}

/** Never leaves this file. */
class HoldsChanged extends Error {}

function erasuresOf(seqs: readonly number[], { by }: ErasureSelector) {
  const ranges = rangesOf(seqs);
  const records: { readonly record: Erasure; readonly count: number }[] = [];
  for (let first = 0; first < ranges.length; first += RANGES_PER_ROW) {
    const rows = ranges.slice(first, first + RANGES_PER_ROW);
    const count = rows.reduce((sum, { from, through }) => sum + through - from + 1, 0);
    records.push({ record: { act: 'erasure', rows, selector: by }, count });
  }
  return records;
}

interface Tally {
  readonly tenant: string;
  rows: number;
  held: number;
  erasures: number;
  readonly holds: Set<string>;
}

function createTally(tenant: string): Tally {
  return { tenant, rows: 0, held: 0, erasures: 0, holds: new Set() };
}

function reportOf({ holds, ...counts }: Tally): EraseReport {
  return { ...counts, holds: [...holds], purged: true };
}

/** Counts what is held, and hands back the rest. */
function sort(page: readonly ErasableRow[], holds: readonly LegalHold[], tally: Tally) {
  const free = page.filter((row) => {
    const over = holdsOf(holds, row);
    for (const { hold } of over) tally.holds.add(hold);
    return over.length === 0;
  });
  tally.held += page.length - free.length;
  return { free };
}

function assertFree(holds: readonly string[]): void {
  if (holds.length === 0) return;
  throw new AuditError(
    'legal_hold',
    `Rows of this selection are under legal hold: ${holds.join(', ')}. Nothing more was erased. Release the hold first.`,
  );
}
