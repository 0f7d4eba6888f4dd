// The datasets that a set-up names. A token of some datasets is refused without their headers: they are looked up.
import { hash } from 'node:crypto';
import { DEFAULT_DATASETS, type DatasetKind } from '@governance-agent/otel-ingest';
import { createDatasetStore } from '../access/dataset-store.ts';
import { ingestDatasets } from '../access/scope.ts';
import { assertAlive } from '../access/token-desk.ts';
import { createTokenStore, type TokenRecord } from '../access/token-store.ts';
import type { Settings } from '../config/settings.ts';
import { AgentError } from '../errors.ts';
import type { ClientSetup } from '../setup/client-setup.ts';
import { say, type CommandIo } from './io.ts';
import { withReadStore } from './with-store.ts';

type Named = Pick<ClientSetup, 'dataset' | 'metricsDataset' | 'metrics'>;

interface Token {
  readonly record: TokenRecord;
  /** The datasets it may send to, by kind. */
  readonly covered: 'all' | Readonly<Record<DatasetKind, readonly string[]>>;
}

/** @param tenant the one it is expected to write to. Throws AgentError `usage` for a token that is bound to be refused. */
export async function tokenDatasets(
  io: CommandIo,
  settings: Settings,
  { token, tenant }: { readonly token: string; readonly tenant: string | undefined },
  named: Named,
): Promise<Named> {
  const found = await withReadStore(settings, (database) => lookUp(database, token)).catch(() => undefined);
  if (found === undefined) {
    if (named.dataset === undefined && named.metricsDataset === undefined)
      say(io, 'note: this token is not known here; one of a dataset needs --dataset and --metrics-dataset');
    return named;
  }
  const { record, covered } = found;
  refuseDead(record, io.clock.now());
  if (tenant !== undefined && tenant !== record.tenant)
    throw new AgentError('usage', `The token writes to the tenant ${record.tenant}, not to ${tenant}`);
  if (covered === 'all') return named;
  const dataset = choose('logs', covered.logs, named.dataset);
  const metrics = named.metrics && (named.metricsDataset !== undefined || covered.metrics.length > 0);
  if (named.metrics && !metrics) say(io, 'note: the token covers no dataset of metrics: they are left out');
  const metricsDataset = metrics ? choose('metrics', covered.metrics, named.metricsDataset) : undefined;
  return { dataset, metricsDataset, metrics };
}

async function lookUp(
  { knex }: Parameters<Parameters<typeof withReadStore>[1]>[0],
  token: string,
): Promise<Token | undefined> {
  const record = await createTokenStore(knex).findByDigest(hash('sha256', token));
  if (record === undefined) return undefined;
  const names = ingestDatasets(record.scopes);
  if (names === 'all') return { record, covered: 'all' };
  const store = createDatasetStore(knex);
  const found = await Promise.all(names.map((name) => store.find(record.tenant, name)));
  const ofKind = (kind: DatasetKind): string[] =>
    found.flatMap((dataset) => (dataset?.kind === kind ? [dataset.name] : []));
  return { record, covered: { logs: ofKind('logs'), metrics: ofKind('metrics') } };
}

function refuseDead(record: TokenRecord, now: number): void {
  try {
    assertAlive(record, now);
  } catch {
    throw new AgentError('usage', 'The token has expired or is revoked: it would be refused');
  }
}

const OPTIONS = { logs: '--dataset', metrics: '--metrics-dataset' } as const;

/** Undefined: where records go without a header. */
function choose(
  kind: DatasetKind,
  covered: readonly string[],
  given: string | undefined,
): string | undefined {
  const [only, ...others] = covered;
  if (given !== undefined && covered.includes(given)) return given;
  if (given !== undefined)
    throw new AgentError('usage', `The token does not cover the dataset ${given} of ${kind}`);
  if (only === undefined)
    throw new AgentError('usage', `The token covers no dataset of ${kind}: they would be refused`);
  if (covered.includes(DEFAULT_DATASETS[kind])) return undefined;
  if (others.length === 0) return only;
  throw new AgentError('usage', `The token covers ${covered.join(', ')}: choose one with ${OPTIONS[kind]}`);
}
