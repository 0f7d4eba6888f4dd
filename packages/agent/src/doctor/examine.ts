// Everything that the doctor looks at, in the order in which one thing rests on the other.
import { readSequenceGaps, readTenants, type Database } from '@governance-agent/audit-core';
import type { Settings } from '../config/settings.ts';
import { AgentError } from '../errors.ts';
import { readIngestHealth } from '../health/read-health.ts';
import { openStore } from '../store.ts';
import { checkKeys } from './check-keys.ts';
import { checkClock, checkDisk, checkPort } from './check-machine.ts';
import { checkGaps, checkSenders } from './check-senders.ts';
import { ok, problem, type Finding } from './finding.ts';

const DAY_MS = 86_400_000;

export interface ExamineDeps {
  readonly settings: Settings;
  readonly tenant: string | undefined;
  /** Unix milliseconds. */
  readonly now: number;
}

/** Changes nothing, and makes nothing. */
export async function examine(deps: ExamineDeps): Promise<Finding[]> {
  const { settings } = deps;
  return [
    ...(await checkKeys(settings)),
    await checkDisk(settings),
    ...(await checkPort(settings)),
    ...(await checkStore(deps)),
  ];
}

async function checkStore(deps: ExamineDeps): Promise<Finding[]> {
  const { databaseUrl } = deps.settings;
  try {
    const database = await openStore({ databaseUrl, migrate: 'never', say: () => undefined });
    try {
      return [ok('store', `${database.dialect}, schema current`), ...(await checkInside(deps, database))];
    } finally {
      await database.close();
    }
  } catch (error) {
    if (!(error instanceof AgentError)) throw error;
    return [problem('store', error.message, STORE_ADVICE[error.code] ?? 'Check DATABASE_URL')];
  }
}

const STORE_ADVICE: Readonly<Partial<Record<string, string>>> = {
  store_unreachable: 'Check DATABASE_URL and DATA_DIR, and that the database runs and lets this machine in',
  schema_outdated: 'Run: migrate',
};

async function checkInside({ tenant, now }: ExamineDeps, database: Database): Promise<Finding[]> {
  const all = await readTenants(database.knex);
  const tenants = tenant === undefined ? all : all.filter((name) => name === tenant);
  const health = await readIngestHealth(database);
  // Who was refused without a tenant may be the one that is looked for.
  const senders = health.filter(
    (sender) => tenant === undefined || sender.tenant === null || sender.tenant === tenant,
  );
  const since = now - DAY_MS;
  const gaps = [];
  for (const name of tenants) gaps.push(checkGaps(name, await readSequenceGaps(database, name, since)));
  return [await checkClock(database, tenants, now), ...checkSenders({ senders, since, tenant }), ...gaps];
}
