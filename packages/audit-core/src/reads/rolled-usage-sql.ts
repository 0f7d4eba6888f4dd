// Usage as one statement over rollups; on PostgreSQL over rows as well, for the moments at the ends of a period that no rollup
// answers for.
import { ADMINISTRATION_PLANE } from '../administration/record.ts';
import { FIGURES, WRAP } from '../rollups/figures.ts';
import { DAY_HOURS, HOUR_SQL, hourStart } from '../rollups/hour.ts';
import { ALL, USER } from '../rollups/dimensions.ts';
import type { MemberKind } from '../rollups/rollup-delta.ts';
import { sumSql, type Dialect } from '../store/dialect.ts';
import { timeColumn } from './loose-time.ts';
import type { RolledPart, RolledPeriod, Unit } from './rolled-period.ts';
import { inOrder, joined, sqlText, type SqlText } from './sql-text.ts';
import { millisecondsToNanoseconds } from './time.ts';
import { ACTOR, countedFigures } from './totals.ts';

export interface RolledQuestion {
  readonly tenant: string;
  readonly dialect: Dialect;
  readonly dimension: string;
  /** the one value that is asked for, as it stands in a key; null for all of them */
  readonly value: string | null;
  /** groups are days instead of the values of the dimension */
  readonly byDay: boolean;
  readonly bucket: 'hour' | 'day' | undefined;
  readonly unit: Unit;
  readonly period: RolledPeriod;
  /** the dimension's value in a row */
  readonly rowValue: SqlText;
  /** which rows are of the dimension, and have the value */
  readonly rowCondition: SqlText;
  /** the `user_email` that all of them bear, where the dimension is the user: what is rolled up there may be of another name */
  readonly userEmail: string | null;
}

/**
 * Rows of `grp`, `bkt`, the figures, `sessions`, `users`; none where the rollups hold rows besides those of one `user_email`.
 * @param more statements of the same columns
 */
export function rolledUsageSql(question: RolledQuestion, more: readonly SqlText[] = []): SqlText {
  const { userEmail, period } = question;
  const { parts, edges } = period;
  const tables = [
    ...(userEmail === null ? [] : [owned(question, userEmail)]),
    ...(edges.length === 0 ? [] : [edgeRows(question)]),
  ];
  const all: readonly SqlText[] = [
    ...parts.flatMap((part) => [cells(question, part), reached(question, part)]),
    ...(edges.length === 0 ? [] : edgeParts(question)),
    ...more,
  ];
  const sums = [...FIGURES, 'sessions', 'users'].map((name) => `${summed(question, name)} AS ${name}`);
  const figures = isByUser(question) ? [...sums.slice(0, -1), ONE_USER] : sums;
  return inOrder(
    tables.length === 0 ? '' : inOrder('WITH', joined(tables, ', ')),
    `SELECT grp, bkt, ${figures.join(', ')} FROM (`,
    joined(all, ' UNION ALL '),
    ') AS parts',
    userEmail === null ? '' : 'WHERE (SELECT is_own FROM owned)',
    // Of some groups all that is rolled up lies outside.
    'GROUP BY grp, bkt HAVING sum(events) > 0',
  );
}

/** A sum that wrapped may be less than what is taken off it for rows that are outside. */
function summed({ dialect }: RolledQuestion, name: string): string {
  const sum = sumSql(dialect, name);
  return `CASE WHEN ${sum} < 0 THEN ${sum} + ${WRAP} ELSE ${sum} END`;
}

/** Who is grouped by is not counted besides: nobody else is there. */
function isByUser({ dimension }: RolledQuestion): boolean {
  return dimension === USER;
}

const ONE_USER = 'CASE WHEN grp IS NULL THEN 0 ELSE 1 END AS users';

/** Zero for every figure. */
const NO_FIGURES = FIGURES.map((name) => `0 AS ${name}`).join(', ');

function groupOf({ byDay, dialect }: RolledQuestion): string {
  if (byDay) return `start / ${DAY_HOURS}`;
  // Ties are broken as among rows: in the order of the database.
  const text = dialect === 'postgres' ? 'substr(value, 2) COLLATE "default"' : 'substr(value, 2)';
  return `CASE WHEN value = '' THEN NULL ELSE ${text} END`;
}

const NO_BUCKET = 'CAST(NULL AS BIGINT)';

function bucketOf({ bucket }: RolledQuestion): string {
  if (bucket === undefined) return NO_BUCKET;
  return bucket === 'day' ? `start / ${DAY_HOURS}` : 'start';
}

function within({ tenant, dimension, value }: RolledQuestion, { hours, from, to }: RolledPart): SqlText {
  const of = 'tenant = ? AND dimension = ? AND hours = ?';
  const period = sqlText('start >= ? AND start < ?', from, to);
  if (value === null) return inOrder(sqlText(`${of} AND`, tenant, dimension, hours), period);
  // Looked up hour by hour, of those with rows: there may be as many values as there are people.
  return inOrder(
    sqlText(`${of} AND value = ? AND start IN (`, tenant, dimension, hours, value),
    sqlText(`SELECT start FROM usage_rollups WHERE ${of} AND`, tenant, ALL, hours),
    inOrder(period, ')'),
  );
}

/**
 * Whoever bears the address acted by it. Somebody else may act by the same text, claimed as an account: a row more in the
 * rollups than has the address.
 */
function owned(question: RolledQuestion, userEmail: string): SqlText {
  const { tenant, dialect, period } = question;
  const events = period.parts.map((part) =>
    inOrder('(SELECT coalesce(sum(events), 0) FROM usage_rollups WHERE', within(question, part), ')'),
  );
  return inOrder(
    // Looked at once, not in every part.
    'owned AS MATERIALIZED (SELECT (SELECT count(*) FROM audit_logs WHERE',
    sqlText('tenant = ? AND user_email = ?', tenant, userEmail),
    sqlText(
      `AND ${timeColumn(dialect, true)} >= ? AND ${timeColumn(dialect, true)} < ?) =`,
      ...[period.from, period.to].map((hour) => millisecondsToNanoseconds(hourStart(hour))),
    ),
    joined([sqlText('0'), ...events], ' + '),
    'AS is_own)',
  );
}

function cells(question: RolledQuestion, part: RolledPart): SqlText {
  const columns = `${groupOf(question)} AS grp, ${bucketOf(question)} AS bkt, ${FIGURES.join(', ')}`;
  // Who is there for the first time was nowhere before.
  return inOrder(`SELECT ${columns}, sessions, users FROM usage_rollups WHERE`, within(question, part));
}

function reached(question: RolledQuestion, part: RolledPart): SqlText {
  const { newSince } = part;
  const counts = (kind: string): string => `CASE WHEN kind = '${kind}' THEN members ELSE 0 END`;
  return inOrder(
    `SELECT ${groupOf(question)} AS grp, ${bucketOf(question)} AS bkt, ${NO_FIGURES},
       ${counts('session')} AS sessions, ${counts('user')} AS users FROM usage_reach WHERE kind IN ('session', 'user') AND`,
    within(question, part),
    newSince === null ? '' : sqlText('AND previous < ?', newSince),
  );
}

const EDGE_COLUMNS = `tenant, session_id, ${ACTOR} AS actor, event, decision, redactions, tokens_input, tokens_output,
  tokens_cache_read, tokens_cache_creation, tokens_used, cost_nano_usd`;

function edgeRows(question: RolledQuestion): SqlText {
  const { tenant, rowValue, rowCondition, byDay, bucket, unit, period } = question;
  const day = `${HOUR_SQL} / ${DAY_HOURS}`;
  const group = byDay ? sqlText(day) : rowValue;
  const buckets = bucket === undefined ? NO_BUCKET : bucket === 'day' ? day : HOUR_SQL;
  const units = unit === null ? '0' : unit === 'day' ? day : HOUR_SQL;
  const rows = period.edges.map(({ from, to }) =>
    inOrder(
      'SELECT',
      group,
      `AS grp, ${buckets} AS bkt, ${units} AS unit, ${EDGE_COLUMNS} FROM audit_logs WHERE`,
      rowCondition,
      sqlText(
        `AND plane <> '${ADMINISTRATION_PLANE}' AND tenant = ? AND occurred_at >= ? AND occurred_at < ?`,
        ...[tenant, millisecondsToNanoseconds(from), millisecondsToNanoseconds(to)],
      ),
    ),
  );
  return inOrder('edge_rows AS (', joined(rows, ' UNION ALL '), ')');
}

function edgeParts(question: RolledQuestion): SqlText[] {
  const counted = Object.entries(countedFigures(question.dialect))
    .map(([name, sql]) => `${sql} AS ${name}`)
    .join(', ');
  return [
    sqlText(`SELECT grp, bkt, ${counted}, 0 AS sessions, 0 AS users FROM edge_rows GROUP BY grp, bkt`),
    notElsewhere(question, 'session', 'session_id', '1 AS sessions, 0 AS users'),
    ...(isByUser(question) ? [] : [notElsewhere(question, 'user', 'actor', '0 AS sessions, 1 AS users')]),
  ];
}

/** Those seen at the ends of the period alone: in none of its whole hours, or of the day's where days are counted. */
function notElsewhere(question: RolledQuestion, kind: MemberKind, column: string, counts: string): SqlText {
  const { tenant, dimension, value, byDay, unit, period } = question;
  const ofValue = value !== null || byDay ? sqlText('?', value ?? '') : sqlText(`coalesce('=' || e.grp, '')`);
  const sameUnit =
    unit === null ? '' : unit === 'day' ? `AND m.hour / ${DAY_HOURS} = e.unit` : 'AND m.hour = e.unit';
  // A scalar for each, and no join: a planner would rather read all members there are.
  return inOrder(
    `SELECT grp, bkt, ${NO_FIGURES}, ${counts} FROM (SELECT d.*, ${memberSql(kind)} AS member
       FROM (SELECT DISTINCT grp, bkt, unit, tenant, ${column} FROM edge_rows WHERE ${column} IS NOT NULL) AS d) AS e
     WHERE (SELECT 1 FROM usage_members AS m WHERE`,
    sqlText('m.tenant = ? AND m.dimension = ? AND m.value =', tenant, dimension),
    ofValue,
    sqlText(
      `AND m.kind = '${kind}' AND m.member = e.member AND m.hour >= ? AND m.hour < ? ${sameUnit} LIMIT 1) IS NULL`,
      ...[period.from, period.to],
    ),
  );
}

/** Who is meant, as it stands in the table of members. */
function memberSql(kind: MemberKind): string {
  if (kind === 'user') return 'd.actor';
  const number = `lpad(s.first_seq::text, 16, '0') COLLATE "C"`;
  return `(SELECT ${number} FROM session_summaries AS s WHERE s.tenant = d.tenant AND s.session_id = d.session_id)`;
}
