// The machine: room on the disk, a clock that goes forward, a port that answers.
import { statfs } from 'node:fs/promises';
import path from 'node:path';
import { isPostgres, readDecisions, type Database } from '@governance-agent/audit-core';
import type { Settings } from '../config/settings.ts';
import { agentAnswers, READY } from './agent-answers.ts';
import { note, ok, problem, type Finding } from './finding.ts';

const GIBIBYTE = 1024 ** 3;
const LEAST_FREE = 1 * GIBIBYTE;
/** Clocks of a machine that is kept in time differ by much less. */
const MOST_DRIFT_MS = 5000;

export async function checkDisk({ dataDir, databaseUrl }: Settings): Promise<Finding> {
  const file = databaseUrl.startsWith('sqlite:') ? databaseUrl.slice('sqlite:'.length) : undefined;
  const folder = file === undefined ? dataDir : path.dirname(path.resolve(file));
  const room = await statfs(folder).catch(() => undefined);
  if (room === undefined) return problem('disk', `${folder} cannot be looked at`, 'Is DATA_DIR right?');
  const free = room.bavail * room.bsize;
  const text = `${(free / GIBIBYTE).toFixed(1)} GiB free for ${folder}`;
  return free < LEAST_FREE
    ? problem('disk', text, 'Make room: when it is full, telemetry is refused and lost after 10 s')
    : ok('disk', text);
}

/** @param tenants whose newest rows bear witness. @param now Unix milliseconds */
export async function checkClock(
  database: Database,
  tenants: readonly string[],
  now: number,
): Promise<Finding> {
  const drift = isPostgres(database.knex) ? now - (await databaseTime(database)) : 0;
  if (Math.abs(drift) > MOST_DRIFT_MS) {
    return problem('clock', `differs from the database by ${drift} ms`, 'Keep both in time with NTP');
  }
  for (const tenant of tenants) {
    const { decisions } = await readDecisions(database, tenant, { limit: 1 });
    const ahead = Date.parse(decisions[0]?.received_at ?? new Date(now).toISOString()) - now;
    if (ahead > MOST_DRIFT_MS) {
      return problem('clock', `is ${ahead} ms behind rows that are stored`, 'Keep it in time with NTP');
    }
  }
  return ok('clock', 'goes forward');
}

async function databaseTime({ knex }: Database): Promise<number> {
  const rows = await knex.select<{ now: number }[]>(
    knex.raw('(extract(epoch from clock_timestamp()) * 1000)::bigint AS now'),
  );
  return Number(rows[0]?.now);
}

export async function checkPort(settings: Settings): Promise<Finding[]> {
  const { host, port, otelIngestEnabled } = settings;
  const answer = await agentAnswers(settings);
  return [
    answer === READY
      ? ok('agent', `answers on ${host} port ${port} and is ready`)
      : problem('agent', answer, 'Start it: serve. Or give HOST and PORT as the running agent has them'),
    ...(otelIngestEnabled
      ? []
      : [problem('ingest', 'OTEL_INGEST_ENABLED is false: /v1/* answers 404', 'Set it to true')]),
    ...(/^(127\.|::1$|localhost$)/.test(host)
      ? [note('network', `${host} is reached from this machine only; others need HOST=0.0.0.0 or a proxy`)]
      : []),
  ];
}
