// What the newest verification of each chain by this agent said, for as long as the agent runs.
import type { VerifyReport } from '@governance-agent/audit-core';

export interface LastVerification {
  readonly verdict: VerifyReport['verdict'];
  readonly mode: VerifyReport['mode'];
  /** RFC 3339 */
  readonly verified_at: string;
  /** rows checked */
  readonly rows: number;
  /** broken ranges */
  readonly findings: number;
}

export interface LastVerifications {
  of(tenant: string): LastVerification | null;
  remember(tenant: string, report: VerifyReport): void;
}

export function createLastVerifications(): LastVerifications {
  const last = new Map<string, LastVerification>();
  return {
    of: (tenant) => last.get(tenant) ?? null,
    remember: (tenant, { verdict, mode, verified_at, chains }) =>
      void last.set(tenant, {
        verdict,
        mode,
        verified_at: new Date(verified_at).toISOString(),
        rows: chains.reduce((sum, { rows }) => sum + rows, 0),
        findings: chains.reduce((sum, { breaks }) => sum + breaks.length, 0),
      }),
  };
}
