// How much a tenant may send a second: a token bucket of bytes each, so that one that goes wild pays for itself.
import { IngestError } from '../errors.ts';

export interface TenantRate {
  /** Before a body is read. Throws IngestError `rate_limited` while the tenant owes bytes. */
  assertSolvent(tenant: string): void;
  /** After it was read: its true size, whatever was announced. */
  charge(tenant: string, bytes: number): void;
}

export interface TenantRateDeps {
  /** bytes a second and tenant, after decompression */
  readonly bytesPerSecond: number;
  /** Milliseconds of a clock that never goes back. Default `performance.now`. */
  readonly now?: () => number;
}

/** A bucket holds what may come in two seconds. A body is let in whole while anything is left, and the debt is waited off. */
const BURST_SECONDS = 2;
const MAX_BUCKETS = 10_000;

interface Bucket {
  bytes: number;
  at: number;
}

export function createTenantRate({
  bytesPerSecond,
  now = () => performance.now(),
}: TenantRateDeps): TenantRate {
  const full = bytesPerSecond * BURST_SECONDS;
  const buckets = new Map<string, Bucket>();
  const levelOf = (tenant: string): number => {
    const bucket = buckets.get(tenant);
    if (bucket === undefined) return full;
    return Math.min(full, bucket.bytes + ((now() - bucket.at) / 1000) * bytesPerSecond);
  };
  const forgetFull = (): void => {
    for (const tenant of buckets.keys()) if (levelOf(tenant) >= full) buckets.delete(tenant);
  };
  return {
    assertSolvent(tenant) {
      if (levelOf(tenant) <= 0) throw rateLimited();
    },
    charge(tenant, bytes) {
      buckets.set(tenant, { bytes: levelOf(tenant) - bytes, at: now() });
      if (buckets.size > MAX_BUCKETS) forgetFull();
    },
  };
}

/** For who sets no limit. */
export const UNLIMITED: TenantRate = { assertSolvent: () => undefined, charge: () => undefined };

function rateLimited(): IngestError {
  return new IngestError('rate_limited', 'this tenant sends more than it may: send again later');
}
