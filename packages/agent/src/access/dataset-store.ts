// The table of datasets. The defaults are in no table: every tenant has them.
import type { DatasetKind } from '@governance-agent/otel-ingest';
import type { Knex } from 'knex';
import { defaultDataset, isDatasetKind, type Dataset } from './dataset.ts';

export interface DatasetStore {
  /** Defaults included. */
  find(tenant: string, name: string): Promise<Dataset | undefined>;
  /** Without the defaults, by name; of one tenant, or of all. */
  list(tenant?: string): Promise<Dataset[]>;
  /** False when the tenant has a dataset of that name already. */
  insert(dataset: Dataset & { readonly createdAt: number }): Promise<boolean>;
  remove(tenant: string, name: string): Promise<void>;
  /** Whether any row or metric series is in the dataset. */
  holdsRecords(tenant: string, name: string): Promise<boolean>;
}

type Row = Readonly<Record<string, unknown>>;

export function createDatasetStore(knex: Knex): DatasetStore {
  const table = () => knex<Record<string, unknown>>('datasets');
  return {
    async find(tenant, name) {
      const known = defaultDataset(tenant, name);
      if (known !== undefined) return known;
      const row: Row | undefined = await table().where({ tenant, name }).first();
      return row && fromRow(row);
    },
    async list(tenant) {
      const rows: Row[] = await table()
        .where(tenant === undefined ? {} : { tenant })
        .orderBy([{ column: 'tenant' }, { column: 'name' }]);
      return rows.map(fromRow);
    },
    async insert({ tenant, name, kind, createdAt }) {
      if (defaultDataset(tenant, name) !== undefined) return false;
      const row = { tenant, name, kind, created_at: createdAt };
      const inserted = await table()
        .insert(row)
        .onConflict(['tenant', 'name'])
        .ignore()
        .returning<Row[]>('name');
      return inserted.length > 0;
    },
    async remove(tenant, name) {
      await table().where({ tenant, name }).delete();
    },
    async holdsRecords(tenant, name) {
      return (await anyRow(knex, tenant, name)) || anySeries(knex, tenant, name);
    },
  };
}

/** The literal makes the partial index usable on both databases (agent-0002-datasets). */
async function anyRow(knex: Knex, tenant: string, dataset: string): Promise<boolean> {
  const rows = knex('audit_logs').where({ tenant, dataset }).whereRaw(`dataset <> 'default'`);
  return (await rows.first('seq')) !== undefined;
}

async function anySeries(knex: Knex, tenant: string, dataset: string): Promise<boolean> {
  return (await knex('metric_series').where({ tenant, dataset }).first('series_id')) !== undefined;
}

function fromRow(row: Row): Dataset {
  const kind: DatasetKind = isDatasetKind(row['kind']) ? row['kind'] : 'logs';
  return {
    tenant: String(row['tenant']),
    name: String(row['name']),
    kind,
    createdAt: Number(row['created_at']),
  };
}
