// Whether this agent can take telemetry now: the store answers, its schema fits, rows can be signed, text is masked.
import type { SchemaState } from '@governance-agent/audit-core';

export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, string>>;
}

export interface ReadinessDeps {
  readonly schema: () => Promise<SchemaState>;
  /** What the self-test at boot found; undefined = nothing. */
  readonly problem: string | undefined;
  readonly isDraining: () => boolean;
}

export function createReadiness(deps: ReadinessDeps): () => Promise<Readiness> {
  return async () => {
    const schema = await deps.schema();
    const state = deps.isDraining() ? 'draining' : 'serving';
    const ready = schema === 'current' && state === 'serving' && deps.problem === undefined;
    return { ready, checks: { store: schema, agent: state, self_test: deps.problem ?? 'passed' } };
  };
}
