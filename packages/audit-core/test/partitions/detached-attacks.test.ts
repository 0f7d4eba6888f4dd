// Whatever is done to what is kept of detached rows is found, with its kind and place.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { dropGuards } from '../support/attacks.ts';
import { detachedAttacks, detachedUsageAttacks } from '../support/detached-attacks.ts';
import { createMonths, type Months } from '../support/months.ts';

const KEPT = ['detached_rows', 'detached_usage'];

describe('attacks on a chain whose rows were detached', () => {
  let months: Months;
  beforeEach(async () => {
    months = await createMonths();
    await months.detach();
  });
  afterEach(() => months.remove());

  const attack = async (run: (knex: Months['database']['knex']) => Promise<unknown>) => {
    const { knex } = months.database;
    await dropGuards(knex);
    for (const table of KEPT) await knex.raw(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    await run(knex);
  };
  const breaks = async (segmentRows?: number) => {
    const tuning = segmentRows === undefined ? {} : { segmentRows };
    const { chains } = await months.check('deep', { tuning });
    return (chains.find(({ tenant }) => tenant === 'acme')?.breaks ?? []).map(({ seq, kind }) => ({
      seq,
      kind,
    }));
  };

  test.each(detachedAttacks)('$name', async ({ run, seq, kind }) => {
    await attack(run);
    const found = await breaks();
    expect(found).toContainEqual({ seq, kind });
    expect(await breaks(4)).toContainEqual({ seq, kind });
  });

  test.each(detachedUsageAttacks)('$name', async ({ run }) => {
    await attack(run);
    expect((await breaks()).map(({ kind }) => kind)).toEqual(['rollup']);
  });

  test.each(KEPT)('%s refuses changes', async (table) => {
    const { knex } = months.database;
    await expect(knex(table).update({ tenant: 'x' })).rejects.toThrow(/append-only/);
    await expect(knex(table).delete()).rejects.toThrow(/append-only/);
    await expect(knex.raw(`TRUNCATE ${table}`)).rejects.toThrow(/append-only/);
  });
});
