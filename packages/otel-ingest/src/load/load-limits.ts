// The three limits that keep one sender, or all of them together, from taking more than there is.
import type { IngestSettings } from '../settings.ts';
import { createAdmission, type Admission } from './admission.ts';
import { createFairTurns, type FairTurns } from './fair-turns.ts';
import { createTenantRate, UNLIMITED, type TenantRate } from './tenant-rate.ts';

export interface LoadLimits {
  readonly admission: Admission;
  readonly turns: FairTurns;
  readonly rate: TenantRate;
}

export function createLoadLimits(settings: IngestSettings): LoadLimits {
  const { inflightBytes, maxBodyBytes, workingBytes, tenantBytesPerSecond: bytesPerSecond } = settings;
  const perTenant = Math.max(maxBodyBytes, Math.floor(inflightBytes / 2));
  return {
    admission: createAdmission({ capacity: inflightBytes, perTenant }),
    turns: createFairTurns(workingBytes),
    rate: bytesPerSecond === 0 ? UNLIMITED : createTenantRate({ bytesPerSecond }),
  };
}
