// Bundles out of real stores, read back by the verifier that shares no code with them.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { databaseKinds } from '@governance-agent/testkit';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { verifyBundle, type Options } from '../../../../verifiers/node/verify-bundle.mjs';
import { filesOf } from '../../../../tools/bundle-corpus/zip.ts';
import {
  administrationEvent,
  createCheckpointNow,
  createSigner,
  exportBundle,
  inclusionProof,
  type BundleOptions,
  type Signer,
} from '../../src/index.ts';
import { inclusionRanges, type LeafRange } from '../../src/chain/merkle-proof.ts';
import { merkleRoot } from '../../src/chain/merkle.ts';
import { readSubtreeRoots } from '../../src/evidence/bundle/subtree-roots.ts';
import { dropGuards } from '../support/attacks.ts';
import { maskedEvents } from '../support/events.ts';
import { ACME, testStore, type TestStore } from '../support/store.ts';

const range = (from: number, through: number) => ({ kind: 'range', from, through }) as const;
const everything = { kind: 'filter', filters: {} } as const;

describe.each(databaseKinds)('bundle export on %s', (kind) => {
  let store: TestStore;
  let signer: Signer;
  beforeEach(async () => {
    store = await testStore(kind);
    signer = createSigner({ key: store.key });
  });
  afterEach(() => store.remove());

  const open = (options: Partial<BundleOptions>): Promise<Readable> => {
    const { database, clock } = store;
    return exportBundle({ database, tenant: 'acme', clock, signer, selection: everything, ...options });
  };
  const exported = async (options: Partial<BundleOptions>): Promise<Uint8Array> =>
    new Uint8Array(await buffer(await open(options)));
  const verdict = async (options: Partial<BundleOptions>, more: Options = {}) =>
    verifyBundle(await exported(options), { keys: [store.key.publicKey], ...more });
  const erase = async (from: number, through: number): Promise<void> => {
    const record = { act: 'erasure', rows: [{ from, through }], selector: 'before' } as const;
    await store.writer.append(ACME, [administrationEvent(record, { actor: 'cli', now: store.clock.now() })]);
    await store.database
      .knex('audit_content')
      .where({ tenant: 'acme' })
      .whereBetween('seq', [from, through])
      .delete();
  };

  test('more rows than a page, of a session, a range and a filter', async () => {
    await store.writer.append(ACME, maskedEvents(700, { sessionId: 's-1' }, 'a'));
    await store.writer.append(ACME, maskedEvents(20, { sessionId: 's-2', toolName: 'Bash' }, 'b'));
    await store.writer.append(ACME, maskedEvents(610, { sessionId: 's-1' }, 'c'));
    const whole = { verdict: 'verified', size: 1330, findings: [] };
    expect(await verdict({ selection: { kind: 'session', sessionId: 's-1' } })).toMatchObject({
      ...whole,
      rows: 1310,
    });
    expect(await verdict({ selection: range(690, 1200) })).toMatchObject({ ...whole, rows: 511 });
    expect(
      await verdict({ selection: { kind: 'filter', filters: { columns: { tool_name: 'Bash' } } } }),
    ).toMatchObject({ ...whole, rows: 20 });
    expect(await verdict({ selection: everything, withholdBodies: true })).toMatchObject({
      ...whole,
      rows: 1330,
      withheld: 1330,
    });
  });

  test('two exports of the same rows are the same bytes', async () => {
    await store.writer.append(ACME, maskedEvents(5));
    expect(await exported({})).toEqual(await exported({}));
  });

  test('rows that land while it is read are not in it', async () => {
    await store.writer.append(ACME, maskedEvents(600, {}, 'a'));
    const stream = await open({});
    await store.writer.append(ACME, maskedEvents(50, {}, 'b'));
    const report = await verifyBundle(new Uint8Array(await buffer(stream)), { keys: [store.key.publicKey] });
    expect(report).toMatchObject({ verdict: 'verified', size: 600, rows: 600 });
  });

  test('without a signer the newest stored checkpoint bounds it', async () => {
    await store.writer.append(ACME, maskedEvents(3, {}, 'a'));
    await store.writer.append(ACME, maskedEvents(3, {}, 'b'));
    const { signer: _signer, ...unsigned } = {
      database: store.database,
      tenant: 'acme',
      clock: store.clock,
      signer,
    };
    const stream = await exportBundle({ ...unsigned, selection: everything });
    const report = await verifyBundle(new Uint8Array(await buffer(stream)), { keys: [store.key.publicKey] });
    expect(report).toMatchObject({ verdict: 'verified', size: 3, rows: 3 });
  });

  test('earlier checkpoints are proven prefixes', async () => {
    const notes: string[] = [];
    const since: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      await store.writer.append(ACME, maskedEvents(3 + round, {}, `r${round}`));
      const checkpoint = await createCheckpointNow(
        { database: store.database, signer, clock: store.clock },
        'acme',
      );
      notes.push(checkpoint?.note ?? '');
      since.push(checkpoint?.size ?? 0);
    }
    expect(await verdict({ since: [...since, 0] }, { checkpoints: notes })).toMatchObject({
      verdict: 'verified',
      layer: 'anchored',
    });
    await expect(open({ since: [99] })).rejects.toMatchObject({ code: 'out_of_range' });
  });

  test('erased content is told by its statement, which the bundle carries', async () => {
    await store.writer.append(ACME, maskedEvents(6));
    await erase(2, 3);
    expect(await verdict({ selection: range(1, 6) })).toMatchObject({ verdict: 'verified', erased: 2 });
    expect(filesOf(await exported({ selection: range(4, 6) }))['history.jsonl']).toBe('');
  });

  test('content that was erased behind the checkpoint stops the export', async () => {
    await store.writer.append(ACME, maskedEvents(6));
    await erase(2, 3);
    const { database, clock } = store;
    const stream = await exportBundle({ database, clock, tenant: 'acme', selection: everything });
    await expect(buffer(stream)).rejects.toMatchObject({ code: 'export_overtaken' });
  });

  test('content that is gone without a statement is exported as it is, and found', async () => {
    await store.writer.append(ACME, maskedEvents(4));
    await store.database.knex('audit_content').where({ tenant: 'acme', seq: 2 }).delete();
    expect(await verdict({})).toMatchObject({ verdict: 'broken', findings: [{ seq: 2, kind: 'content' }] });
  });

  test('an edited column is exported as it is, and found', async () => {
    await store.writer.append(ACME, maskedEvents(4));
    await dropGuards(store.database.knex);
    await store.database.knex('audit_logs').where({ tenant: 'acme', seq: 3 }).update({ model: 'x' });
    expect(await verdict({})).toMatchObject({ verdict: 'broken', findings: [{ seq: 3, kind: 'column' }] });
  });

  test.each(['edited', 'missing'])(
    'rows whose hash is %s prove nothing, and nothing is written',
    async (how) => {
      await store.writer.append(ACME, maskedEvents(5));
      await dropGuards(store.database.knex);
      const row = store.database.knex('audit_logs').where({ tenant: 'acme', seq: 2 });
      await (how === 'edited' ? row.update({ row_hash: 'A'.repeat(43) + '=' }) : row.delete());
      await expect(open({})).rejects.toMatchObject({ code: 'store_corrupt' });
    },
  );

  test('a bundle that would be too large says so instead of ending early', async () => {
    await store.writer.append(ACME, maskedEvents(50));
    await expect(buffer(await open({ maxBytes: 20_000 }))).rejects.toMatchObject({
      code: 'export_too_large',
    });
  });

  test.each([
    [range(0, 2), 'out_of_range'],
    [range(2, 1), 'out_of_range'],
    [range(1, 6), 'out_of_range'],
    [{ kind: 'session', sessionId: 'none' } as const, 'out_of_range'],
  ])('there is no bundle of %j', async (selection, code) => {
    await store.writer.append(ACME, maskedEvents(5));
    await expect(open({ selection })).rejects.toMatchObject({ code });
  });

  test('there is no bundle of a tenant without rows', async () => {
    await expect(open({})).rejects.toMatchObject({ code: 'no_checkpoint' });
  });

  test('rows of another tenant are never in it', async () => {
    await store.writer.append(ACME, maskedEvents(3, {}, 'a'));
    await store.writer.append({ ...ACME, tenant: 'globex' }, maskedEvents(3, {}, 'b'));
    expect(filesOf(await exported({}))['rows.jsonl']).not.toContain('globex');
  });

  test('the roots of subtrees are those of the proofs', async () => {
    await store.writer.append(ACME, maskedEvents(9));
    const hashes = (await store.database.knex('audit_logs').orderBy('seq').pluck<string[]>('row_hash')).map(
      (hash) => Buffer.from(hash, 'base64'),
    );
    const roots = await readSubtreeRoots(({ start, end }) => Promise.resolve(hashes.slice(start, end)), 9);
    const path = await Promise.all(
      inclusionRanges(4, 9).map(async (each) => Buffer.from(await roots.rootOf(each)).toString('base64')),
    );
    expect(path).toEqual((await inclusionProof(store.database, 'acme', 5, 9)).path);
  });
});

test.each([1023, 1024, 1025, 2048, 5000])('subtree roots of %i leaves, chunk by chunk', async (size) => {
  const leaves = Array.from({ length: size }, (_, index) => Buffer.alloc(32, index % 251));
  let read = 0;
  const roots = await readSubtreeRoots(({ start, end }: LeafRange) => {
    read += end - start;
    return Promise.resolve(leaves.slice(start, end));
  }, size);
  expect(read).toBeLessThanOrEqual(size);
  for (const index of [0, 1, 1023, Math.floor(size / 2), size - 1].filter((leaf) => leaf < size))
    for (const { start, end } of inclusionRanges(index, size))
      expect(await roots.rootOf({ start, end })).toEqual(merkleRoot(leaves.slice(start, end)));
});
