// The reads that the portal and the API make, over a period of thirty days and the one before it.
import {
  readDecisions,
  readSession,
  readSessions,
  readUsage,
  type Database,
  type UsageQuery,
} from '@governance-agent/audit-core';
import { DAYS, sessionOf, START, TENANT, userOf } from './telemetry.ts';

export interface Read {
  readonly name: string;
  readonly run: (database: Database) => Promise<unknown>;
}

const DAY = 86_400_000;
const WHOLE = { since: START, until: START + DAYS * DAY };
const BEFORE = { since: START - 10 * DAY, until: START + (DAYS - 10) * DAY };
/** Not in step with hours: as somebody asks who counts back from now. */
const RAGGED = { since: START + 1_234_567, until: START + DAYS * DAY - 7_654_321 };
const LAST_DAY = { since: START + (DAYS - 1) * DAY, until: START + DAYS * DAY };
const GROUPS: readonly UsageQuery['by'][] = [
  ...(['user', 'model', 'tool', 'day', 'plane', 'session', 'event', 'dataset'] as const),
  { attribute: 'team' },
];
const MEMBER = { tenant: TENANT, userEmail: userOf(17) };

const usage = (name: string, query: UsageQuery, scope: string | typeof MEMBER = TENANT): Read => ({
  name: `usage by ${typeof query.by === 'string' ? query.by : query.by.attribute}, ${name}`,
  run: (database) => readUsage(database, scope, { limit: 1000, ...query }),
});

export const READS: readonly Read[] = [
  { name: 'feed', run: (database) => readDecisions(database, TENANT) },
  { name: 'feed of 30 days', run: (database) => readDecisions(database, TENANT, WHOLE) },
  {
    name: 'feed of a day three weeks ago',
    run: (database) => readDecisions(database, TENANT, { since: START + 8 * DAY, until: START + 9 * DAY }),
  },
  {
    name: 'feed of one user',
    run: (database) => readDecisions(database, TENANT, { columns: { user_email: userOf(17) } }),
  },
  {
    name: 'feed of one tool',
    run: (database) => readDecisions(database, TENANT, { columns: { tool_name: 'WebFetch' } }),
  },
  {
    name: 'feed of what was blocked',
    run: (database) => readDecisions(database, TENANT, { columns: { decision: 'blocked' } }),
  },
  { name: 'feed, member', run: (database) => readDecisions(database, MEMBER) },
  { name: 'sessions', run: (database) => readSessions(database, TENANT) },
  { name: 'sessions of 30 days', run: (database) => readSessions(database, TENANT, RAGGED) },
  { name: 'sessions, member', run: (database) => readSessions(database, MEMBER) },
  { name: 'session', run: (database) => readSession(database, TENANT, sessionOf(41)) },
  ...GROUPS.map((by) => usage('30 days', { by, ...WHOLE })),
  ...GROUPS.map((by) => usage('30 days, ragged', { by, ...RAGGED })),
  ...GROUPS.map((by) => usage('30 days that ended ten days ago', { by, ...BEFORE })),
  usage('30 days, bucket day', { by: 'day', bucket: 'day', ...WHOLE }),
  usage('30 days, bucket day', { by: 'plane', bucket: 'day', ...WHOLE }),
  usage('30 days, bucket day', { by: 'user', bucket: 'day', ...WHOLE }),
  usage('24 hours, bucket hour', { by: 'day', bucket: 'hour', ...LAST_DAY }),
  usage('30 days, one model', { by: 'day', columns: { model: 'claude-sonnet-5' }, ...WHOLE }),
  usage('30 days, member', { by: 'day', ...WHOLE }, MEMBER),
  usage('30 days, member', { by: 'tool', ...WHOLE }, MEMBER),
];
