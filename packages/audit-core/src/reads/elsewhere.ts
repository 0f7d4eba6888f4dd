// Whether somebody who was at an end of a period was in its whole hours as well, where the rollups count them.
import type BetterSqlite3 from 'better-sqlite3';
import { keyValue } from '../rollups/dimensions.ts';
import { hourStart } from '../rollups/hour.ts';
import { sessionMember } from '../rollups/tables.ts';
import type { RolledQuestion } from './rolled-usage-sql.ts';
import { millisecondsToNanoseconds } from './time.ts';

/** Whole hours since 1970, `from <= hour < to`. */
export interface Hours {
  readonly from: number;
  readonly to: number;
}

/** @param value that the row has in the dimension; of no account where one alone is asked for. */
type IsElsewhere = (member: string, value: string | null, hours: Hours) => boolean;

export interface Elsewhere {
  /** by its id */
  readonly session: IsElsewhere;
  /** by who acted */
  readonly user: IsElsewhere;
}

const SESSION =
  'SELECT first_seq FROM session_summaries WHERE tenant = ? AND session_id = ? AND ended >= ? AND started < ?';
const MEMBER = `SELECT 1 FROM usage_members WHERE tenant = ? AND kind = ? AND member = ? AND dimension = ? AND value = ?
  AND hour >= ? AND hour < ? LIMIT 1`;

export function createElsewhere(
  connection: BetterSqlite3.Database,
  { tenant, dimension, value, byDay }: RolledQuestion,
): Elsewhere {
  const sessions = connection.prepare<unknown[], number>(SESSION).pluck();
  const members = connection.prepare<unknown[], number>(MEMBER).pluck();
  const isMember = (kind: string, member: string, found: string | null, { from, to }: Hours): boolean => {
    const key = value ?? (byDay ? '' : keyValue(found));
    return members.get(tenant, kind, member, dimension, key, from, to) !== undefined;
  };
  const numbers = new Map<string, string | null>();
  /** Null where no row of the session can lie in these hours. */
  const numberOf = (session: string, { from, to }: Hours): string | null => {
    const name = `${from} ${session}`;
    const known = numbers.get(name);
    if (known !== undefined) return known;
    const [first, end] = [from, to].map((hour) => millisecondsToNanoseconds(hourStart(hour)));
    const number = sessions.get(tenant, session, first, end);
    const member = number === undefined ? null : sessionMember(number);
    numbers.set(name, member);
    return member;
  };
  return {
    session: (session, found, hours) => {
      const member = numberOf(session, hours);
      return member !== null && isMember('session', member, found, hours);
    },
    user: (user, found, hours) => isMember('user', user, found, hours),
  };
}
