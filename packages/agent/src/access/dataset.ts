// What a dataset is: a named destination inside a tenant, for logs or for metrics.
import { DEFAULT_DATASETS, type DatasetKind } from '@governance-agent/otel-ingest';

export const DATASET_KINDS: readonly DatasetKind[] = ['logs', 'metrics'];

export interface Dataset {
  readonly tenant: string;
  readonly name: string;
  readonly kind: DatasetKind;
  /** Unix milliseconds; null for the defaults, which every tenant has without being asked. */
  readonly createdAt: number | null;
}

/** Lower case only: two names that differ in case alone would be one to people and two to a machine. */
export const DATASET_NAME = '^[a-z0-9][a-z0-9._-]{0,62}$';

export function isDatasetName(text: string): boolean {
  return new RegExp(DATASET_NAME).test(text);
}

export function defaultDatasets(tenant: string): Dataset[] {
  return DATASET_KINDS.map((kind) => ({ tenant, name: DEFAULT_DATASETS[kind], kind, createdAt: null }));
}

/** The default dataset of this name, which cannot be made and cannot be deleted. */
export function defaultDataset(tenant: string, name: string): Dataset | undefined {
  return defaultDatasets(tenant).find((dataset) => dataset.name === name);
}

export function isDatasetKind(text: unknown): text is DatasetKind {
  return text === 'logs' || text === 'metrics';
}
