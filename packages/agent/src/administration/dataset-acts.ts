// Datasets made and deleted, each with its row in the tenant's chain.
import type { Clock } from '@governance-agent/audit-core';
import type { DatasetKind } from '@governance-agent/otel-ingest';
import { defaultDatasets, type Dataset } from '../access/dataset.ts';
import type { DatasetStore } from '../access/dataset-store.ts';
import { AgentError } from '../errors.ts';
import type { Administration } from './administration.ts';

export interface DatasetActsDeps {
  readonly store: DatasetStore;
  readonly administration: Administration;
  readonly clock: Clock;
  /** Told after every change. */
  readonly changed?: () => void;
}

export interface DatasetOrder {
  readonly tenant: string;
  readonly name: string;
  readonly kind: DatasetKind;
}

/** Both write the row first. What fails after it is reported as failed and leaves a row of an act that came to nothing. */
export interface DatasetActs {
  /** Throws AgentError `conflict` where the tenant has a dataset of that name, and AuditError. */
  create(order: DatasetOrder, actor: string): Promise<Dataset>;
  /** Throws AgentError `not_found`, `conflict` for a default and for one that holds records, and AuditError. */
  remove(tenant: string, name: string, actor: string): Promise<void>;
  /** Defaults first. */
  list(tenant: string): Promise<Dataset[]>;
}

export function createDatasetActs(deps: DatasetActsDeps): DatasetActs {
  const { store, administration, clock, changed } = deps;
  return {
    async create({ tenant, name, kind }, actor) {
      if ((await store.find(tenant, name)) !== undefined) throw taken();
      await administration.state({ tenant, actor, record: { act: 'dataset_created', dataset: name, kind } });
      const dataset = { tenant, name, kind, createdAt: clock.now() };
      if (!(await store.insert(dataset))) throw taken();
      changed?.();
      return dataset;
    },
    async remove(tenant, name, actor) {
      const { kind } = await removable(store, tenant, name);
      await administration.state({ tenant, actor, record: { act: 'dataset_deleted', dataset: name, kind } });
      await store.remove(tenant, name);
      changed?.();
    },
    list: async (tenant) => [...defaultDatasets(tenant), ...(await store.list(tenant))],
  };
}

async function removable(store: DatasetStore, tenant: string, name: string): Promise<Dataset> {
  const dataset = await store.find(tenant, name);
  if (dataset === undefined) throw new AgentError('not_found', 'There is no such dataset');
  if (dataset.createdAt === null) throw new AgentError('conflict', 'A default dataset cannot be deleted');
  if (await store.holdsRecords(tenant, name)) {
    throw new AgentError('conflict', 'The dataset holds records: it cannot be deleted');
  }
  return dataset;
}

function taken(): AgentError {
  return new AgentError('conflict', 'There is a dataset of this name already');
}
