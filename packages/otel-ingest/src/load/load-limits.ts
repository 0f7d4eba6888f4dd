// The three limits that keep one sender, or all of them together, from taking more than there is.
import type { IngestSettings } from '../settings.ts';
import { createAdmission, type Admission } from './admission.ts';
import { createFairTurns, type FairTurns } from './fair-turns.ts';
import { createTenantRate, UNLIMITED, type TenantRate } from './tenant-rate.ts';
import { createWorkingSize } from './working-size.ts';

export interface LoadLimits {
  readonly admission: Admission;
  readonly turns: FairTurns;
  readonly rate: TenantRate;
}

/** Of the time that a client waits: most of it may be spent in line, and the work itself may take longer than it did. */
const SHARE_IN_WORK = 1 / 6;

export function createLoadLimits(settings: IngestSettings): LoadLimits {
  const { inflightBytes, maxBodyBytes, tenantBytesPerSecond: bytesPerSecond } = settings;
  const perTenant = Math.max(maxBodyBytes, Math.floor(inflightBytes / 2));
  const size = createWorkingSize({
    most: settings.workingBytes,
    target: settings.appendTimeoutMs * SHARE_IN_WORK,
  });
  return {
    admission: createAdmission({ capacity: inflightBytes, perTenant }),
    turns: createFairTurns(size),
    rate: bytesPerSecond === 0 ? UNLIMITED : createTenantRate({ bytesPerSecond }),
  };
}
