// One retention run: content older than some days goes, tenant by tenant; what is held stays.
import {
  AuditError,
  erase,
  type ActDeps,
  type AuditErrorCode,
  type EraseReport,
} from '@governance-agent/audit-core';
import { readEveryTenant } from './every-tenant.ts';
import { NOTHING_COUNTED, recordRetentionRun, type RunOutcome } from './retention-runs.ts';

export interface RetentionOptions extends ActDeps {
  readonly days: number;
  /** Default: every tenant of the store. */
  readonly tenant?: string;
  readonly dryRun?: boolean;
  readonly signal?: AbortSignal;
}

export interface RetentionReport {
  readonly erased: readonly EraseReport[];
  /** Tenants that could not be done, and why: one damaged chain must not keep the others' content. */
  readonly failed: readonly { readonly tenant: string; readonly code: AuditErrorCode }[];
}

const DAY_MS = 86_400_000;

/** Throws AuditError `store_unavailable` when the tenants cannot be read. */
export async function runRetention(options: RetentionOptions): Promise<RetentionReport> {
  const { database, clock, days, tenant: only, ...rest } = options;
  const time = clock.now() - days * DAY_MS;
  const erased: EraseReport[] = [];
  const failed: { tenant: string; code: AuditErrorCode }[] = [];
  const selector = { by: 'retention', time } as const;
  for (const tenant of only === undefined ? await tenantsOf(options) : [only]) {
    if (rest.signal?.aborted === true) break;
    const run = { ranAt: clock.now(), days };
    const record = (outcome: RunOutcome): Promise<void> =>
      rest.dryRun === true ? Promise.resolve() : recordRetentionRun(database, tenant, run, outcome);
    try {
      const report = await erase({ ...rest, database, clock, tenant, selector, onHold: 'skip' });
      erased.push(report);
      await record(report);
    } catch (error) {
      if (!(error instanceof AuditError)) throw error;
      failed.push({ tenant, code: error.code });
      // A store that does not answer cannot be told either.
      await record({ ...NOTHING_COUNTED, problem: error.code }).catch(() => undefined);
    }
  }
  return { erased, failed };
}

async function tenantsOf({ database }: RetentionOptions): Promise<string[]> {
  try {
    return await readEveryTenant(database);
  } catch (cause) {
    throw new AuditError('store_unavailable', 'The store could not be read. Try again.', { cause });
  }
}
