// From the headers of a request to the dataset its records go to. docs/guides/datasets-and-tokens.md
import type { Destination } from '@governance-agent/audit-core';
import { IngestError } from './errors.ts';
import { withDeadline } from './http/deadline.ts';
import type { DatasetDirectory, DatasetKind, Principal, Signal } from './ports.ts';

/** Where records go that name no dataset. Every tenant has these two. */
export const DEFAULT_DATASETS: Readonly<Record<DatasetKind, string>> = {
  logs: 'default',
  metrics: 'default-metrics',
};

/** A header, or a gRPC metadata entry, by its lower-case name. */
export type NamedHeader = (name: string) => string | undefined;

/** Own name first, then the one that set-up scripts of a hosted service send. */
const ANY_SIGNAL = ['x-dataset', 'x-axiom-dataset'];
const METRICS_ONLY = ['x-metrics-dataset', 'x-axiom-metrics-dataset'];
const LOOKUP_MS = 2_000;

/**
 * Throws IngestError `unknown_dataset` (404), `wrong_dataset_kind` (400), `forbidden` (403), or `unavailable` (503) where
 * the directory does not answer. Messages never repeat the name that was sent.
 */
export async function routeDataset(
  directory: DatasetDirectory | undefined,
  signal: Signal,
  principal: Principal,
  header: NamedHeader,
): Promise<Destination> {
  const { org, tenant } = principal;
  // Traces are counted and not stored: there is nothing to route.
  if (signal === 'traces') return { org, tenant, dataset: DEFAULT_DATASETS.logs };
  const kindOf = (name: string) => kindIn(directory, tenant, name);
  const dataset = signal === 'metrics' ? await metricsDataset(kindOf, header) : namedBy(ANY_SIGNAL, header);
  const name = dataset ?? DEFAULT_DATASETS[signal];
  assertMayWrite(principal, name);
  assertKind(await kindOf(name), signal);
  return { org, tenant, dataset: name };
}

type KindOf = (name: string) => Promise<DatasetKind | undefined>;

/**
 * Headers set for all signals at once arrive with metrics too: where such a header names a dataset of logs, it speaks of
 * the logs, and the metrics beside them go to the default. Refusing them would lose every metric of an existing set-up.
 */
async function metricsDataset(kindOf: KindOf, header: NamedHeader): Promise<string | undefined> {
  const own = namedBy(METRICS_ONLY, header);
  if (own !== undefined) return own;
  const shared = namedBy(ANY_SIGNAL, header);
  return shared !== undefined && (await kindOf(shared)) === 'logs' ? undefined : shared;
}

async function kindIn(
  directory: DatasetDirectory | undefined,
  tenant: string,
  name: string,
): Promise<DatasetKind | undefined> {
  if (name === DEFAULT_DATASETS.logs) return 'logs';
  if (name === DEFAULT_DATASETS.metrics) return 'metrics';
  if (directory === undefined) return undefined;
  return withDeadline(directory.kindOf(tenant, name), LOOKUP_MS, 'looking up the dataset');
}

function namedBy(names: readonly string[], header: NamedHeader): string | undefined {
  return names.map((name) => datasetName(header(name))).find((name) => name !== undefined);
}

/** Names are lower case, whatever the sender writes; quotes and escapes are what clients leave in header values. */
function datasetName(sent: string | undefined): string | undefined {
  const name = unescaped(sent ?? '')
    .replace(/^\s*(["']?)(.*?)\1\s*$/, '$2')
    .trim()
    .toLowerCase();
  return name === '' ? undefined : name;
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function assertMayWrite({ datasets }: Principal, name: string): void {
  if (datasets === undefined || datasets.includes(name)) return;
  throw new IngestError('forbidden', 'this credential may not send to that dataset');
}

function assertKind(kind: DatasetKind | undefined, signal: DatasetKind): void {
  if (kind === signal) return;
  if (kind === undefined) {
    throw new IngestError('unknown_dataset', 'there is no such dataset: create it, or leave the header out');
  }
  throw new IngestError('wrong_dataset_kind', `the dataset takes ${kind}, this request holds ${signal}`);
}
