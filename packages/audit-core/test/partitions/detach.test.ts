// Partitions are detached: the chain goes on verifying, proofs hold, and usage stays.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  createProver,
  createSigner,
  formatRanges,
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
} from '../../src/index.ts';
import { createMonths, type Months } from '../support/months.ts';

describe('what goes on after partitions were detached', () => {
  let months: Months;
  beforeEach(async () => {
    months = await createMonths();
  });
  afterEach(() => months.remove());

  const knex = () => months.database.knex;
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
    expect(
      (await months.detachments()).map(({ rows, partition }) => [formatRanges(rows), partition]),
    ).toEqual([
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
    const again = knex()('audit_logs').where({ tenant: 'acme', session_id: 'session-1' });
    expect(await again.pluck('session_seq')).toEqual([4]);
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
});
