// Retention as it is set, what it did last, and what it would do now. Nothing is erased over HTTP (ADR 26).
import { AuditError, erase, type ActDeps, type EraseReport } from '@governance-agent/audit-core';
import { Router } from 'express';
import { badRequest } from '../http/problem.ts';
import { NOTHING_COUNTED, readRetentionRun, type RetentionRun } from '../retention-runs.ts';
import { forTenant } from './reader.ts';
import { requestQuery } from './request-query.ts';
import { createSharedWork } from './shared-work.ts';

export interface RetentionRoutesDeps extends Pick<ActDeps, 'database' | 'signer' | 'memory' | 'clock'> {
  /** undefined: content is kept for good. */
  readonly retentionDays: number | undefined;
}

export function createRetentionRoutes(deps: RetentionRoutesDeps): Router {
  const { database, retentionDays } = deps;
  const router = Router();
  const previewOnce = createSharedWork<Preview>();
  router.get(
    '/retention',
    forTenant(async (tenant, request) => {
      requestQuery(request, {}, []);
      const run = await readRetentionRun(database, tenant);
      return { days: retentionDays ?? null, last_run: run === undefined ? null : shownRun(run) };
    }),
  );
  router.get(
    '/retention/preview',
    forTenant((tenant, request) => {
      const { extras } = requestQuery(request, { days: wholeDays }, ['days']);
      if (extras['days'] === undefined) throw badRequest('days is missing: content older than how many?');
      const days = Number(extras['days']);
      return previewOnce(JSON.stringify([tenant, days]), () => previewOf(deps, tenant, days));
    }),
  );
  return router;
}

const DAY_MS = 86_400_000;

function wholeDays(text: string): string | undefined {
  return /^[1-9]\d{0,4}$/.test(text) ? undefined : 'must be a whole number of days, 1 to 99999';
}

type Preview = Awaited<ReturnType<typeof previewOf>>;

async function previewOf({ retentionDays: _set, ...act }: RetentionRoutesDeps, tenant: string, days: number) {
  const time = act.clock.now() - days * DAY_MS;
  const counted = await countOf(act, tenant, time);
  const { rows, points, held, held_points, holds } = counted;
  return { days, before: new Date(time).toISOString(), rows, points, held, held_points, holds };
}

/** The erasure itself, told to count only. */
async function countOf(
  act: Omit<ActDeps, 'actor'>,
  tenant: string,
  time: number,
): Promise<Pick<EraseReport, 'rows' | 'points' | 'held' | 'held_points' | 'holds'>> {
  const selector = { by: 'retention', time } as const;
  try {
    return await erase({ ...act, actor: 'agent', tenant, selector, onHold: 'skip', dryRun: true });
  } catch (error) {
    if (error instanceof AuditError && error.code === 'unknown_tenant')
      return { ...NOTHING_COUNTED, holds: [] };
    throw error;
  }
}

function shownRun({ ranAt, heldPoints, ...run }: RetentionRun) {
  return { at: new Date(ranAt).toISOString(), ...run, held_points: heldPoints };
}
