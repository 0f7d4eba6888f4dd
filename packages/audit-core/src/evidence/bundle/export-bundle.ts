// Exports rows of one chain as a bundle that verifies without this software. docs/formats/bundle.md
import type { Readable } from 'node:stream';
import { canonicalJson } from '../../canonical.ts';
import { parseCheckpoint } from '../../chain/checkpoint.ts';
import { consistencyRanges } from '../../chain/merkle-proof.ts';
import { AuditError } from '../../errors.ts';
import { guarded } from '../../reads/guarded.ts';
import { readAdministration } from '../../store/administration-reader.ts';
import { createCheckpointNow, readCheckpoint } from '../checkpoints.ts';
import { bundleReadme } from './bundle-readme.ts';
import { readHistory, readLeaves, readSelected } from './bundle-reader.ts';
import { bundleLines, type BundleRow, type LineDeps } from './bundle-rows.ts';
import { selectionClaim, type BundleOptions } from './bundle-options.ts';
import { zipStream, type ZipEntry } from './bundle-zip.ts';
import { assertThere, touchesDetached } from './assert-there.ts';
import { createErasureSweep, type ErasureSweep } from './erasure-sweep.ts';
import { readSubtreeRoots, type SubtreeRoots } from './subtree-roots.ts';

/** docs/formats/bundle.md: verifiers refuse more. */
const MAX_BYTES = 2 ** 30;

/**
 * A bundle as a stream of ZIP bytes; memory does not grow with the number of rows. One checkpoint bounds it: made now
 * with a signer, else the newest that is stored. Rows behind that checkpoint are not included, so it is whole while
 * rows are being written.
 * @throws AuditError before the first byte: `no_checkpoint`, `out_of_range`, `rows_detached`, `store_corrupt`, `store_unavailable`,
 * `signing_failed`. The stream fails with `export_too_large`, `export_overtaken`, `store_unavailable`.
 */
export function exportBundle(options: BundleOptions): Promise<Readable> {
  return guarded(async () => {
    const tree = await treeOf(options);
    await assertSelection(options, tree.size);
    await assertThere(options);
    const since = sincesOf(options.since ?? [], tree.size);
    const erasures = await readAdministration(options.database.knex, options.tenant, ['erasure'], tree.size);
    const sweep = createErasureSweep(erasures);
    return zipStream(entriesOf(options, tree, sweep, since), options.maxBytes ?? MAX_BYTES);
  });
}

interface Tree {
  readonly origin: string;
  readonly size: number;
  readonly note: string;
  readonly roots: SubtreeRoots;
}

async function treeOf({ database, tenant, signer, memory, clock }: BundleOptions): Promise<Tree> {
  const stored =
    signer === undefined
      ? await readCheckpoint(database, tenant)
      : await createCheckpointNow({ database, signer, clock, ...(memory && { memory }) }, tenant);
  if (stored === null)
    throw new AuditError(
      'no_checkpoint',
      'The tenant has no checkpoint: it has no rows, or was never sealed.',
    );
  const checkpoint = parseCheckpoint(stored.note);
  if (checkpoint === null || checkpoint.size !== stored.size || checkpoint.size < 1) throw otherTree();
  const { origin, size, root } = checkpoint;
  const roots = await readSubtreeRoots((range) => readLeaves(database.knex, tenant, range), size);
  const found = Buffer.from(await roots.rootOf({ start: 0, end: size })).toString('base64');
  if (found !== root) throw otherTree();
  return { origin, size, note: stored.note, roots };
}

function otherTree(): AuditError {
  return new AuditError(
    'store_corrupt',
    'The rows are not those that the checkpoint signed: nothing can be proven. Run verify.',
  );
}

async function assertSelection({ database, tenant, selection }: BundleOptions, size: number): Promise<void> {
  if (selection.kind === 'range') {
    const { from, through } = selection;
    const isRange =
      Number.isSafeInteger(from) && Number.isSafeInteger(through) && from >= 1 && from <= through;
    if (isRange && through <= size) return;
    throw new AuditError(
      'out_of_range',
      `Ask for rows from 1 to ${size}: that is what the checkpoint covers.`,
    );
  }
  if (selection.kind === 'filter') return;
  if (await touchesDetached(database.knex, tenant, selection)) return;
  const first = database
    .knex('audit_logs')
    .where({ tenant, session_id: selection.sessionId })
    .where('seq', '<=', size)
    .first('seq');
  if ((await first) === undefined)
    throw new AuditError('out_of_range', 'The tenant has no such session under the checkpoint.');
}

function sincesOf(since: readonly number[], size: number): number[] {
  const isKnown = since.every((from) => Number.isSafeInteger(from) && from >= 0 && from <= size);
  if (!isKnown) throw new AuditError('out_of_range', `Name sizes of earlier checkpoints, up to ${size}.`);
  // Nothing has to be proven of no rows, nor of all of them.
  return [...new Set(since)].filter((from) => from > 0 && from < size).sort((a, b) => a - b);
}

function entriesOf(
  options: BundleOptions,
  tree: Tree,
  sweep: ErasureSweep,
  since: readonly number[],
): ZipEntry[] {
  const { tenant, clock, withholdBodies = false } = options;
  const { knex } = options.database;
  const { origin, size, note, roots } = tree;
  const created_at = clock.now();
  const selection = selectionClaim(options.selection);
  const lines: LineDeps = { origin, size, roots, withholdBodies };
  let rows = 0;
  const written = (count: number): void => {
    rows += count;
    options.onRows?.(rows);
  };
  const readme = { tenant, origin, size, withholdBodies, createdAt: created_at };
  const claim = () =>
    canonicalJson({ format: 'audit-bundle/v1', created_at, origin, rows, selection, size, tenant });
  const history = () => readHistory(knex, tenant, size, sweep.used);
  const entries: ZipEntry[] = [
    { name: 'README.md', text: () => [bundleReadme({ ...readme, selection: canonicalJson(selection) })] },
    { name: 'checkpoint.txt', text: () => [note] },
    {
      name: 'rows.jsonl',
      text: () => texts(bundleLines(lines, selectedRows(options, size, sweep)), written),
    },
    // Which erasures belong to the rows is known when the rows are written, and so is their number.
    { name: 'history.jsonl', text: () => texts(bundleLines({ ...lines, withholdBodies: false }, history())) },
    { name: 'bundle.json', text: () => [`${claim()}\n`] },
  ];
  const consistency = { name: 'consistency.jsonl', text: () => consistencyLines(roots, since, size) };
  return since.length === 0 ? entries : [...entries, consistency];
}

async function* texts(
  pages: AsyncIterable<readonly string[]>,
  written?: (count: number) => void,
): AsyncGenerator<string> {
  for await (const page of unlessUnavailable(pages)) {
    yield page.map((line) => `${line}\n`).join('');
    written?.(page.length);
  }
}

async function* unlessUnavailable<T>(pages: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = pages[Symbol.asyncIterator]();
  for (;;) {
    const next = await guarded(() => iterator.next());
    if (next.done === true) return;
    yield next.value;
  }
}

/** Rows with what erasure says of them. Content that goes while we write has its erasure row behind the checkpoint. */
async function* selectedRows(
  { database, tenant, selection }: BundleOptions,
  size: number,
  sweep: ErasureSweep,
): AsyncGenerator<readonly BundleRow[]> {
  for await (const page of readSelected(database.knex, tenant, selection, size)) {
    const gone = page.filter(
      (row) => !sweep.isErased(row.seq) && row.content_commit !== null && row.content_text === null,
    );
    if (gone.length > 0) await assertNotOvertaken(database.knex, tenant, size, gone);
    yield page;
  }
}

async function assertNotOvertaken(
  knex: BundleOptions['database']['knex'],
  tenant: string,
  size: number,
  gone: readonly BundleRow[],
): Promise<void> {
  const later = (await readAdministration(knex, tenant, ['erasure'])).filter(({ seq }) => seq > size);
  const sweep = createErasureSweep(later);
  if (!gone.some(({ seq }) => sweep.isErased(seq))) return;
  throw new AuditError(
    'export_overtaken',
    'Content was erased behind the checkpoint of this export. Export again, with the signing key at hand.',
  );
}

async function* consistencyLines(
  roots: SubtreeRoots,
  since: readonly number[],
  size: number,
): AsyncGenerator<string> {
  for (const from of since) {
    const path: string[] = [];
    for (const range of consistencyRanges(from, size))
      path.push(Buffer.from(await guarded(() => roots.rootOf(range))).toString('base64'));
    yield `${canonicalJson({ from, path })}\n`;
  }
}
