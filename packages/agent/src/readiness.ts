// Whether this agent can take telemetry now: the store answers and takes rows, its schema fits, text is masked.
import type { SchemaState } from '@governance-agent/audit-core';
import { withinTime } from './within-time.ts';

export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, string>>;
}

export interface ReadinessDeps {
  readonly schema: () => Promise<SchemaState>;
  /** What the self-test at boot found; undefined = nothing. */
  readonly problem: string | undefined;
  readonly isDraining: () => boolean;
  /** Codes of why rows are refused at the moment; undefined = they are stored. */
  readonly trouble: () => string | undefined;
  /** Where reports are read, where a replica is set. A lost replica takes no agent away: the primary answers for it. */
  readonly reports: () => string | undefined;
}

/** Who probes gives up after a few seconds, and must not take a connection of the pool with every probe. */
const SCHEMA_MS = 2000;

export function createReadiness(deps: ReadinessDeps): () => Promise<Readiness> {
  const schemaInTime = withinTime(deps.schema, SCHEMA_MS, 'unreachable');
  return async () => {
    const schema = await schemaInTime();
    const trouble = deps.trouble();
    const state = deps.isDraining() ? 'draining' : 'serving';
    const sound = deps.problem === undefined && trouble === undefined;
    const ready = schema === 'current' && state === 'serving' && sound;
    const checks = { store: schema, rows: trouble ?? 'stored', agent: state };
    const reports = deps.reports();
    const own = { self_test: deps.problem ?? 'passed', ...(reports !== undefined && { reports }) };
    return { ready, checks: { ...checks, ...own } };
  };
}
