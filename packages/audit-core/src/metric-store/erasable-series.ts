// Finds series with points that could be erased, a page at a time, and says in SQL what removes them.
import type { Knex } from 'knex';
import type { HeldColumns } from '../administration/holds.ts';
import { millisecondsToNanoseconds, nanosecondsToMilliseconds } from '../reads/time.ts';
import type { Database } from '../store/database.ts';
import { userColumns, type ErasureSelector } from '../store/erasable-reader.ts';
import type { Removal } from '../store/append-store.ts';
import { isReading } from './metric-append-store.ts';
import { POSTGRES_METRIC_LOCK } from './postgres-metrics.ts';
import { rebuildDays } from './rebuild-daily.ts';

export interface ErasableSeries extends HeldColumns {
  readonly series_id: string;
  /** points of it that are selected */
  readonly points: number;
}

export interface ErasableSeriesQuery {
  readonly tenant: string;
  readonly selector: ErasureSelector;
}

/** A series of one minute's points for a year has half a million: a page must stay a short transaction. */
const PAGE_SERIES = 50;
const MS_PER_DAY = 86_400_000;
const COLUMNS = ['s.series_id', 's.session_id', 's.user_email', 's.user_id', 's.user_account_uuid'];

/** In order of the series' keys. Series without a selected point are left out. */
export async function* readErasableSeries(
  knex: Knex,
  query: ErasableSeriesQuery,
): AsyncGenerator<readonly ErasableSeries[]> {
  let after = '';
  for (;;) {
    const page = await readPage(knex, query, after);
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    after = last.series_id;
  }
}

async function readPage(
  knex: Knex,
  { tenant, selector }: ErasableSeriesQuery,
  after: string,
): Promise<ErasableSeries[]> {
  const points = selectedPoints(selector);
  const query = knex('metric_series as s')
    .join('metric_points as p', (join) => join.on('p.tenant', 's.tenant').andOn('p.series_id', 's.series_id'))
    .where('s.tenant', tenant)
    .where('s.series_id', '>', after)
    .whereRaw(points.sql, points.bindings)
    .groupBy(COLUMNS)
    .orderBy('s.series_id')
    .limit(PAGE_SERIES);
  if (selector.by === 'session') void query.where('s.session_id', selector.value);
  if (selector.by === 'user') {
    const { value } = selector;
    void query.where((any) => {
      for (const column of userColumns) void any.orWhere(`s.${column}`, value);
    });
  }
  const rows: CountedSeries[] = await query
    .select(COLUMNS)
    .count({ points: '*' })
    .min({ from: 'p.time' })
    .max({ through: 'p.time' });
  return rows.map((row) => ({
    ...row,
    points: Number(row.points),
    from: nanosecondsToMilliseconds(row.from),
    through: nanosecondsToMilliseconds(row.through),
  }));
}

type CountedSeries = Omit<ErasableSeries, 'points' | 'from' | 'through'> & {
  readonly points: unknown;
  readonly from: string;
  readonly through: string;
};

interface Condition {
  readonly sql: string;
  readonly bindings: readonly (string | number)[];
}

/**
 * Which points `p` of a selected series are meant. Of a running total that is still being sent the newest reading before
 * the time stays: the next one is told from it, and without it everything would be counted again.
 */
function selectedPoints(selector: ErasureSelector): Condition {
  if (!('time' in selector)) return { sql: '1 = 1', bindings: [] };
  const time = millisecondsToNanoseconds(selector.time);
  const sql = `p.time < ? AND NOT (${isReading('p')} AND EXISTS (
      SELECT 1 FROM metric_series b WHERE b.tenant = p.tenant AND b.series_id = p.series_id
        AND b.counting = 'cumulative' AND b.last_seen >= ?)
    AND NOT EXISTS (
      SELECT 1 FROM metric_points n WHERE n.tenant = p.tenant AND n.series_id = p.series_id
        AND n.start_time = p.start_time AND n.time > p.time AND n.time < ? AND ${isReading('n')}))`;
  return { sql, bindings: [time, selector.time, time] };
}

/** Removes the selected points of these series; days are made anew, and a series without points goes. */
export function removalOf(
  { knex, dialect }: Database,
  { tenant, selector }: ErasableSeriesQuery,
  series: readonly string[],
): Removal[] {
  const native = ({ sql, bindings }: Condition, counts = false): Removal => {
    const statement = knex.raw(sql, bindings).toSQL().toNative();
    return { sql: statement.sql, bindings: statement.bindings, counts };
  };
  const list =
    dialect === 'sqlite' ? '(SELECT value FROM json_each(?))' : '(SELECT json_array_elements_text(?))';
  const scope = [tenant, JSON.stringify(series)];
  const points = selectedPoints(selector);
  const within = `tenant = ? AND series_id IN ${list}`;
  const until = 'time' in selector ? dayAfter(selector.time) : undefined;
  const days = until === undefined ? { sql: '', bindings: [] } : { sql: ' AND day < ?', bindings: [until] };
  return [
    ...(dialect === 'sqlite' ? [] : [native({ sql: POSTGRES_METRIC_LOCK, bindings: [tenant] })]),
    native(
      {
        sql: `DELETE FROM metric_points AS p WHERE ${within} AND ${points.sql}`,
        bindings: [...scope, ...points.bindings],
      },
      true,
    ),
    native({
      sql: `DELETE FROM metric_daily WHERE ${within}${days.sql}`,
      bindings: [...scope, ...days.bindings],
    }),
    ...(until === undefined ? [] : [native(daysAnew(list, scope, until))]),
    native({
      sql: `DELETE FROM metric_series WHERE ${within} AND NOT EXISTS (SELECT 1 FROM metric_points p
      WHERE p.tenant = metric_series.tenant AND p.series_id = metric_series.series_id)`,
      bindings: scope,
    }),
  ];
}

function daysAnew(list: string, [tenant = '', series = '']: readonly string[], until: number): Condition {
  const sql = rebuildDays(`AND metric_points.series_id IN ${list} AND metric_points.time < ?`);
  return { sql, bindings: [tenant, series, millisecondsToNanoseconds(until * MS_PER_DAY), tenant] };
}

/** The day that the time is in still has points: it is made anew as well. */
function dayAfter(time: number): number {
  return Math.floor(time / MS_PER_DAY) + 1;
}
