// A long request of metrics in portions, each handed over by itself and a transaction of its own, as with rows.
import type { MetricBatch } from './metric-append-store.ts';
import type { SeriesRow } from './metric-rows.ts';

const MOST_POINTS = 1000;
/** Each is looked up, and made where it is new: at a stretch. */
const MOST_SERIES = 500;
/** UTF-16 units of the series that a portion names. */
const MOST_TEXT = 2 * 1024 * 1024;

/** At least one portion. Each names the series of its points. */
export function metricPortions(batch: MetricBatch): MetricBatch[] {
  const { tenant, points } = batch;
  if (points.length <= MOST_POINTS && batch.series.length <= MOST_SERIES && textOf(batch.series) <= MOST_TEXT)
    return [batch];
  const rows = new Map(batch.series.map((series) => [series.series_id, series]));
  const starts = [...portionStarts(points, rows)];
  return starts.map((start, index) => {
    const portion = points.slice(start, starts[index + 1]);
    const named = new Set(portion.map(({ series_id }) => series_id));
    return { tenant, series: [...named].flatMap((id) => rows.get(id) ?? []), points: portion };
  });
}

function* portionStarts(
  points: MetricBatch['points'],
  rows: ReadonlyMap<string, SeriesRow>,
): Generator<number> {
  let start = 0;
  let text = 0;
  let named = new Set<string>();
  yield start;
  const sizeOf = (id: string): number => {
    const row = rows.get(id);
    return row === undefined ? 0 : textOf([row]);
  };
  for (const [index, { series_id: id }] of points.entries()) {
    const isCrowded = !named.has(id) && (named.size === MOST_SERIES || text + sizeOf(id) > MOST_TEXT);
    if (index > start && (index - start === MOST_POINTS || isCrowded)) {
      yield (start = index);
      text = 0;
      named = new Set();
    }
    if (named.has(id)) continue;
    named.add(id);
    text += sizeOf(id);
  }
}

function textOf(series: readonly SeriesRow[]): number {
  return series.reduce((sum, { attributes, resource }) => sum + attributes.length + resource.length, 0);
}
