// The metric points of an erasure: counted, or removed series by series. They are not signed; that they went is.
import { readErasableSeries, removalOf, type ErasableSeries } from '../metric-store/erasable-series.ts';
import { erasePage, sortByHolds, type PageAct } from './erase-page.ts';
import type { EraseOptions, Tally } from './erase-options.ts';
import type { LegalHold } from './holds.ts';

export async function* erasableSeries(options: EraseOptions): AsyncGenerator<readonly ErasableSeries[]> {
  const { database, tenant, selector, signal } = options;
  for await (const page of readErasableSeries(database.knex, { tenant, selector })) {
    if (signal?.aborted === true) return;
    yield page;
  }
}

export function countPointsOfPage(
  page: readonly ErasableSeries[],
  holds: readonly LegalHold[],
  tally: Tally,
): void {
  const { free, held, holds: names } = sortByHolds(page, holds);
  tally.points += pointsOf(free);
  tally.held_points += pointsOf(held);
  for (const name of names) tally.holds.add(name);
}

export async function erasePointsOfPage(
  options: EraseOptions,
  page: readonly ErasableSeries[],
  tally: Tally,
): Promise<void> {
  const { database, tenant, selector } = options;
  let points = 0;
  const act: PageAct<ErasableSeries> = (free) => ({
    remove: removalOf(
      database,
      { tenant, selector },
      free.map(({ series_id }) => series_id),
    ),
    decide: ({ removed }) => {
      points = removed;
      return {
        records: removed === 0 ? [] : [{ act: 'metrics_erased', points: removed, selector: selector.by }],
      };
    },
  });
  const { held, holds } = await erasePage(options, page, act);
  tally.points += points;
  tally.erasures += points === 0 ? 0 : 1;
  tally.held_points += pointsOf(held);
  for (const name of holds) tally.holds.add(name);
}

function pointsOf(series: readonly ErasableSeries[]): number {
  return series.reduce((sum, { points }) => sum + points, 0);
}
