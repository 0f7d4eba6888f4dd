// Which datasets there are, from memory: ingest asks with every request that names one.
import type { DatasetDirectory, DatasetKind } from '@governance-agent/otel-ingest';
import { LRUCache } from 'lru-cache';
import type { DatasetStore } from './dataset-store.ts';
import { ACCESS_MEMORY_MS } from './memory.ts';

export interface RememberedDatasets extends DatasetDirectory {
  /** Looks everything up anew: this process has changed something. */
  forget(): void;
}

export interface DatasetDirectoryDeps {
  readonly store: Pick<DatasetStore, 'find'>;
  /** Milliseconds that never go back; for tests. */
  readonly monotonic?: { now(): number };
}

interface Known {
  readonly kind: DatasetKind | undefined;
}

/** Names that do not exist are remembered, too: a client with a wrong header sends it every five seconds. */
export function createDatasetDirectory({
  store,
  monotonic = performance,
}: DatasetDirectoryDeps): RememberedDatasets {
  const known = new LRUCache<string, Known, readonly [string, string]>({
    max: 10_000,
    ttl: ACCESS_MEMORY_MS,
    ttlResolution: 0,
    perf: monotonic,
    fetchMethod: async (_key, _stale, { context: [tenant, name] }) => ({
      kind: (await store.find(tenant, name))?.kind,
    }),
  });
  return {
    async kindOf(tenant, name) {
      const found = await known.fetch(JSON.stringify([tenant, name]), { context: [tenant, name] });
      return found?.kind;
    },
    forget: () => known.clear(),
  };
}
