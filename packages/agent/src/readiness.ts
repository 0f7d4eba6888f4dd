// Whether this agent can take telemetry now: the store answers and takes rows, its schema fits, text is masked.
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
  /** Codes of why rows are refused at the moment; undefined = they are stored. */
  readonly trouble: () => string | undefined;
}

export function createReadiness(deps: ReadinessDeps): () => Promise<Readiness> {
  const schemaInTime = withinTime(deps.schema);
  return async () => {
    const schema = await schemaInTime();
    const trouble = deps.trouble();
    const state = deps.isDraining() ? 'draining' : 'serving';
    const sound = deps.problem === undefined && trouble === undefined;
    const ready = schema === 'current' && state === 'serving' && sound;
    const checks = { store: schema, rows: trouble ?? 'stored', agent: state };
    return { ready, checks: { ...checks, self_test: deps.problem ?? 'passed' } };
  };
}

/** Who probes gives up after a few seconds, and must not take a connection of the pool with every probe. */
const SCHEMA_MS = 2000;

function withinTime(schema: () => Promise<SchemaState>): () => Promise<SchemaState> {
  let running: Promise<SchemaState> | undefined;
  return async () => {
    running ??= schema().finally(() => (running = undefined));
    const late = Promise.withResolvers<SchemaState>();
    const timer = setTimeout(() => late.resolve('unreachable'), SCHEMA_MS);
    try {
      return await Promise.race([running, late.promise]);
    } finally {
      clearTimeout(timer);
    }
  };
}
