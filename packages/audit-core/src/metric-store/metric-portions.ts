// A long request of metrics in portions, each handed over by itself and a transaction of its own, as with rows.
import type { MetricBatch } from './metric-append-store.ts';
import type { SeriesRow } from './metric-rows.ts';

const MOST_POINTS = 1000;
/** UTF-16 units of the series that a portion names. */
const MOST_TEXT = 2 * 1024 * 1024;

/** At least one portion. Each names the series of its points. */
export function metricPortions(batch: MetricBatch): MetricBatch[] {
  const { tenant, points } = batch;
  if (points.length <= MOST_POINTS && textOf(batch.series) <= MOST_TEXT) return [batch];
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
  for (const [index, { series_id: id }] of points.entries()) {
    const row = named.has(id) ? undefined : rows.get(id);
    const more = row === undefined ? 0 : textOf([row]);
    if (index - start === MOST_POINTS || (index > start && text + more > MOST_TEXT)) {
      yield (start = index);
      text = 0;
      named = new Set();
    }
    named.add(id);
    text += more;
  }
}

function textOf(series: readonly SeriesRow[]): number {
  return series.reduce((sum, { attributes, resource }) => sum + attributes.length + resource.length, 0);
}
