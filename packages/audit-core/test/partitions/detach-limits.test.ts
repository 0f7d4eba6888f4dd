// What detaching leaves alone: what is held, damaged, present, cannot be stated, or is asked for as evidence.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createSigner, exportBundle, openDatabase, placeHold, rebuildRollups } from '../../src/index.ts';
import { createMonths, OLDER_THAN, type Months } from '../support/months.ts';

describe('what is not detached', () => {
  let months: Months;
  beforeEach(async () => {
    months = await createMonths();
  });
  afterEach(() => months.remove());

  const knex = () => months.database.knex;

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

  test('a partition whose name no row of the chain could hold stays', async () => {
    await knex().raw('ALTER TABLE audit_logs_p20260101 RENAME TO "Old Rows"');
    await expect(months.detach()).rejects.toMatchObject({ code: 'partitioned' });
    expect(await knex()('detached_rows')).toEqual([]);
  });

  test('a dry run says what would go and changes nothing', async () => {
    expect((await months.detach({ dryRun: true })).map(({ outcome }) => outcome)).toEqual(['due', 'due']);
    expect(await months.detachments()).toEqual([]);
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
