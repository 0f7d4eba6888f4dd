// Whether this agent can take telemetry now: the store answers, its schema fits, rows can be signed, text is masked.
import type { SchemaState } from '@governance-agent/audit-core';

export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, string>>;
}

export interface ReadinessDeps {
  readonly schema: () => Promise<SchemaState>;
  /** Name to problem, found once at boot; empty = all is well. */
  readonly selfTest: Readonly<Record<string, string>>;
  readonly isDraining: () => boolean;
}

export function createReadiness(deps: ReadinessDeps): () => Promise<Readiness> {
  return async () => {
    const schema = await deps.schema();
    const state = deps.isDraining() ? 'draining' : 'serving';
    const ready = schema === 'current' && state === 'serving' && Object.keys(deps.selfTest).length === 0;
    return { ready, checks: { store: schema, agent: state, selfTest: 'passed', ...deps.selfTest } };
  };
}
