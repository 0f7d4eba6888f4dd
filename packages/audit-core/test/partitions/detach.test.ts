// Partitions are detached: the chain goes on verifying, proofs hold, usage stays, and nothing else does.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  createProver,
  createSigner,
  exportBundle,
  formatRanges,
  openDatabase,
  placeHold,
  readAdministration,
  readChainStanding,
  readDecisions,
  readHolds,
  readSession,
  readSessions,
  readUsage,
  rebuildRollups,
  rotateKeys,
  generateSigningKey,
  verify,
  type Detachment,
} from '../../src/index.ts';
import { createMonths, OLDER_THAN, type Months } from '../support/months.ts';

describe('detaching partitions', () => {
  let months: Months;
  beforeEach(async () => {
    months = await createMonths();
  });
  afterEach(() => months.remove());

  const knex = () => months.database.knex;
  const detachments = async () => {
    const acts = await readAdministration(knex(), 'acme', ['detachment']);
    return acts.map(({ record }) => record as Detachment);
  };
  const acme = async (...check: Parameters<Months['check']>) => {
    const report = await months.check(...check);
    return {
      verdict: report.verdict,
      warnings: report.warnings,
      ...report.chains.find(({ tenant }) => tenant === 'acme'),
    };
  };

  test('keeps hashes and says which rows went, for each tenant', async () => {
    const reports = await months.detach();
    expect(reports).toMatchObject([
      { partition: 'audit_logs_p20260101', rows: 15, tenants: 2, outcome: 'detached' },
      { partition: 'audit_logs_p20260201', rows: 15, tenants: 2, outcome: 'detached' },
    ]);
    // Rows 13 and 14 are the erasure and the hold: administrative rows stay.
    expect((await detachments()).map(({ rows, partition }) => [formatRanges(rows), partition])).toEqual([
      ['1-12', 'audit_logs_p20260101'],
      ['15-26', 'audit_logs_p20260201'],
    ]);
    expect(await knex()('audit_logs').where({ tenant: 'acme' }).orderBy('seq').limit(3).pluck('seq')).toEqual(
      [13, 14, 27],
    );
    expect(
      await knex()('audit_content').where({ tenant: 'acme' }).where('seq', '<', 27).pluck('seq'),
    ).toEqual([]);
    expect(await knex()('audit_logs_p20260101').where({ tenant: 'acme' })).toHaveLength(14);
    const { decisions } = await readDecisions(months.database, 'acme', { limit: 1000 });
    expect(decisions.map(({ seq }) => seq)).not.toContain(15);
    expect((await readHolds(months.database, 'acme')).map(({ hold }) => hold)).toEqual(['elsewhere']);
  });

  test.each(['quick', 'full', 'deep'] as const)('is verified in mode %s', async (mode) => {
    await months.detach();
    expect(await acme(mode)).toMatchObject({
      verdict: 'verified',
      warnings: [],
      rows: 28,
      detached: 24,
      breaks: [],
    });
  });

  test('is verified on threads with small segments, and from every head that was remembered before', async () => {
    const heads = [5, 12, 13, 14, 20, 26, 30, 50];
    const remembered = await Promise.all(
      heads.map(async (size) => {
        const row = await knex()('audit_logs')
          .where({ tenant: 'acme', seq: size })
          .first<{ row_hash: string }>();
        return { tenant: 'acme', size, hash: row.row_hash };
      }),
    );
    await months.detach();
    const tuning = { segmentRows: 4, threadsFromRows: 1, threads: 2 };
    expect(await acme('deep', { tuning, heads: remembered })).toMatchObject({
      verdict: 'verified',
      layer: 'remembered',
    });
    for (const since of remembered)
      expect(await acme('incremental', { since })).toMatchObject({
        verdict: 'verified',
        from: since.size + 1,
      });
  });

  test('one session is verified through what was detached', async () => {
    await months.detach();
    const session = { tenant: 'acme', sessionId: 'long-session' };
    expect((await months.check('deep', { session })).chains[0]).toMatchObject({
      rows: 18,
      detached: 18,
      breaks: [],
    });
    const gone = { tenant: 'acme', sessionId: 'session-1' };
    expect((await months.check('deep', { session: gone })).chains[0]).toMatchObject({
      rows: 0,
      detached: 3,
      breaks: [],
    });
  });

  test('a session that is taken up again goes on counting', async () => {
    await months.detach({ olderThan: Date.UTC(2026, 3, 1) });
    await months.append(1, 'again', 'session-1');
    const [row] = await knex()('audit_logs').where({ tenant: 'acme', session_id: 'session-1' });
    expect(row).toMatchObject({ session_seq: 4 });
    expect((await months.check('deep')).verdict).toBe('verified');
    expect((await months.check('deep', { tuning: { segmentRows: 4 } })).verdict).toBe('verified');
  });

  test('proofs of rows and of earlier trees are the same as before', async () => {
    const prover = createProver({ database: months.database });
    const asked = [1, 13, 26, 27, 50];
    const prove = async () => ({
      inclusion: await Promise.all(asked.map((seq) => prover.inclusion('acme', seq, 50))),
      consistency: await Promise.all(asked.map((from) => prover.consistency('acme', from, 50))),
    });
    const before = await prove();
    await months.detach();
    expect(await prove()).toEqual(before);
    const fresh = createProver({ database: months.database });
    expect(await fresh.inclusion('acme', 3, 50)).toEqual(await prover.inclusion('acme', 3, 50));
  });

  test('a frontier that has to catch up reads the hashes that are kept', async () => {
    await months.detach();
    await knex()('chain_heads').where({ tenant: 'acme' }).update({ frontier: null });
    await months.append(3, 'after');
    expect((await months.check('deep')).verdict).toBe('verified');
  });

  test('usage stays, and rollups made anew are the same', async () => {
    const query = { by: 'user', since: 0, until: Date.UTC(2027, 0) } as const;
    const before = await readUsage(months.database, 'acme', query);
    await months.detach();
    expect(await readUsage(months.database, 'acme', query)).toEqual(before);
    await rebuildRollups(months.database, 'acme');
    expect(await readUsage(months.database, 'acme', query)).toEqual(before);
    expect(await acme('full')).toMatchObject({ verdict: 'verified', warnings: [], breaks: [] });
  });

  test('reports of any period and the list of sessions go on', async () => {
    const [since, until] = [Date.UTC(2026, 0, 10, 0, 20), Date.UTC(2026, 3, 11, 0, 20)];
    await months.detach();
    for (const by of ['user', 'model', 'day', 'session', 'plane'] as const)
      expect((await readUsage(months.database, 'acme', { by, since, until })).usage.length).toBeGreaterThan(
        0,
      );
    const { sessions } = await readSessions(months.database, 'acme', { since, until });
    expect(sessions.map(({ session_id }) => session_id)).toContain('long-session');
    expect(await readSession(months.database, 'acme', 'session-1')).toMatchObject({ turns: [] });
    const left = await readSession(months.database, 'acme', 'long-session');
    expect(left?.turns.flatMap(({ decisions }) => decisions)).toHaveLength(18);
  });

  test('numbers of the clients that were detached are not missing', async () => {
    const numbers = async () => (await acme('full')).client_gaps;
    const before = await numbers();
    await months.detach({ olderThan: Date.UTC(2026, 3, 1) });
    expect((await numbers())?.missing).toBeLessThanOrEqual(before?.missing ?? 0);
  });

  test('how a chain stands is told as before', async () => {
    const before = await readChainStanding(months.database, 'acme');
    await months.detach();
    expect(await readChainStanding(months.database, 'acme')).toMatchObject({ keys: before?.keys, size: 52 });
  });

  test('a bundle that reaches into what was detached is refused, and one behind it is made', async () => {
    await months.detach();
    const { database, clock, key } = months;
    const options = { database, clock, tenant: 'acme', signer: createSigner({ key }) };
    for (const selection of [
      { kind: 'range', from: 20, through: 30 },
      { kind: 'session', sessionId: 'long-session' },
    ] as const)
      await expect(exportBundle({ ...options, selection })).rejects.toMatchObject({ code: 'rows_detached' });
    const bundle = await exportBundle({ ...options, selection: { kind: 'range', from: 27, through: 50 } });
    const chunks = await bundle.toArray();
    expect(chunks.length).toBeGreaterThan(0);
  });

  test('a hold on rows of a partition keeps it, whatever tenant it is of, and the others go', async () => {
    const { database, clock, key } = months;
    const act = { database, clock, actor: 'cli', signer: createSigner({ key }) };
    await placeHold(act, 'acme', { hold: 'case-7', scope: 'session', value: 'session-1' });
    expect(await months.detach()).toMatchObject([
      { partition: 'audit_logs_p20260101', outcome: 'detached' },
      { partition: 'audit_logs_p20260201', outcome: 'held', held: [{ tenant: 'acme', holds: ['case-7'] }] },
    ]);
    await placeHold(act, 'globex', {
      hold: 'range',
      scope: 'range',
      value: '2026-02-01T00:00:00.000Z/2026-02-20T00:00:00.000Z',
    });
    expect((await months.detach())[0]?.held.map(({ tenant }) => tenant)).toEqual(['acme', 'globex']);
    expect((await months.check('deep')).verdict).toBe('verified');
  });

  test('what a later partition leaves behind an earlier one is verified and rolled up anew in order', async () => {
    const { database, clock, key } = months;
    const act = { database, clock, actor: 'cli', signer: createSigner({ key }) };
    await placeHold(act, 'acme', { hold: 'case-7', scope: 'session', value: 'erased' });
    expect((await months.detach()).map(({ outcome }) => outcome)).toEqual(['held', 'detached']);
    expect((await months.check('full')).verdict).toBe('verified');
    await rebuildRollups(database, 'acme');
    expect((await months.check('full', { tuning: { segmentRows: 4 } })).verdict).toBe('verified');
  });

  test('a dry run says what would go and changes nothing', async () => {
    expect((await months.detach({ dryRun: true })).map(({ outcome }) => outcome)).toEqual(['due', 'due']);
    expect(await detachments()).toEqual([]);
    expect(await knex()('detached_rows')).toEqual([]);
  });

  test('a dropped partition is gone, and the chain is verified all the same', async () => {
    expect((await months.detach({ drop: true })).map(({ outcome }) => outcome)).toEqual([
      'dropped',
      'dropped',
    ]);
    expect(await knex().schema.hasTable('audit_logs_p20260101')).toBe(false);
    expect((await months.check('deep')).verdict).toBe('verified');
  });

  test('keys that changed among what was detached are followed', async () => {
    const { database, clock, key } = months;
    const newKey = generateSigningKey();
    clock.advance(1000);
    await rotateKeys({
      ...{ database, clock, actor: 'cli' },
      oldSigner: createSigner({ key }),
      newSigner: createSigner({ key: newKey }),
    });
    clock.set(Date.UTC(2026, 7, 10));
    const signer = createSigner({ key: newKey });
    await months.detach({ signer, olderThan: Date.UTC(2026, 5, 1) });
    for (const trusted of [key, newKey]) {
      const report = await verify({ database, clock, trustedKeys: [trusted.publicKey], mode: 'deep' });
      expect(report).toMatchObject({ verdict: 'verified' });
    }
  });

  test('rows that are not what was signed are not let go', async () => {
    await knex().raw('ALTER TABLE audit_logs DISABLE TRIGGER USER');
    await knex()('audit_logs').where({ tenant: 'acme', seq: 3 }).update({ model: 'another' });
    await expect(months.detach()).rejects.toMatchObject({ code: 'store_corrupt' });
    expect(await knex()('detached_rows')).toEqual([]);
    expect(await knex()('audit_logs').where({ tenant: 'acme', seq: 3 })).toHaveLength(1);
  });

  test('nothing is detached when it cannot be stated', async () => {
    const broken = {
      ...createSigner({ key: months.key }),
      sign: () => {
        throw new Error('device is gone');
      },
    };
    await expect(months.detach({ signer: broken })).rejects.toMatchObject({ code: 'store_unavailable' });
    expect(await knex()('detached_rows')).toEqual([]);
    expect((await months.check('deep')).verdict).toBe('verified');
  });

  test('several that detach at once detach each partition once', async () => {
    const other = openDatabase(months.url);
    const both = await Promise.all([months.detach(), months.detach({ database: other })]);
    expect(
      both
        .flat()
        .map(({ partition }) => partition)
        .sort(),
    ).toEqual(['audit_logs_p20260101', 'audit_logs_p20260201']);
    await other.close();
    expect((await months.check('deep')).verdict).toBe('verified');
  });

  test('nothing is lost, and verification does not alarm, while rows go on coming', async () => {
    months.clock.set(Date.UTC(2026, 3, 20));
    const writing = (async () => {
      for (let call = 0; call < 40; call += 1) await months.append(5, `live-${call}`);
    })();
    const other = openDatabase(months.url);
    const verdicts: unknown[] = [];
    const watching = (async () => {
      for (let call = 0; call < 5; call += 1) {
        const report = await months.check('full', { database: other, tuning: { segmentRows: 8 } });
        verdicts.push(...report.chains.flatMap(({ breaks }) => breaks));
      }
    })();
    await months.detach();
    await Promise.all([writing, watching]);
    expect(verdicts).toEqual([]);
    const live = await knex()('audit_logs')
      .where({ tenant: 'acme', session_id: 'long-session' })
      .where('seq', '>', 50)
      .count({ count: '*' });
    expect(live).toEqual([{ count: 200 }]);
    expect((await months.check('deep')).verdict).toBe('verified');
    await other.close();
  });

  test('the present partition is never detached', async () => {
    expect(OLDER_THAN).toBeLessThan(months.clock.now());
    const reports = await months.detach({ olderThan: Date.UTC(2030, 0) });
    expect(reports.map(({ partition }) => partition)).not.toContain('audit_logs_p20260401');
  });
});
