// From command line, environment and file to typed settings, or to the list of everything that is wrong.
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { AgentError } from '../errors.ts';
import { readDestinations } from '../forwarding/read-destinations.ts';
import { readOidc } from '../oidc/read-oidc.ts';
import { checkEnvironment, checkFile, type Checked, type RawSettings } from './raw-settings.ts';
import type { Settings } from './settings.ts';

export interface SettingSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Path of a JSON file with settings by name. */
  readonly configFile?: string | undefined;
  /** Command line flags; they win over everything. */
  readonly dataDir?: string | undefined;
  readonly databaseUrl?: string | undefined;
}

/**
 * Flags win over environment, environment over file, file over defaults.
 * Throws AgentError `invalid_settings` whose message lists every problem of every source.
 */
export async function readSettings(sources: SettingSources): Promise<Settings> {
  const file = sources.configFile === undefined ? { settings: {} } : await checkedFile(sources.configFile);
  const environment = checkEnvironment(sources.env);
  const flags = checkEnvironment(
    { DATA_DIR: sources.dataDir, DATABASE_URL: sources.databaseUrl },
    'command line',
  );
  const problems = [file, environment, flags].flatMap((checked) =>
    'problems' in checked ? checked.problems : [],
  );
  const raw = { ...given(file), ...given(environment), ...given(flags) };
  const forward = await readDestinations(raw.FORWARD_FILE, sources.env);
  const { oidc, problems: oidcProblems } = await readOidc(raw);
  const settings = { ...complete(raw), forwardTo: forward.destinations, oidc };
  const all = [...problems, ...forward.problems, ...oidcProblems, ...contradictions(settings)];
  if (all.length > 0) throw refusal(all);
  return settings;
}

/** Values that are good one by one and cannot work together. */
function contradictions(
  settings: Pick<Settings, 'ingest' | 'databaseUrl' | 'databaseReadUrl' | 'partitionRetentionDays'>,
): string[] {
  const { ingest, databaseUrl, databaseReadUrl, partitionRetentionDays } = settings;
  const problems: string[] = [];
  if (ingest.inflightBytes < ingest.maxBodyBytes)
    problems.push(
      'INGEST_INFLIGHT_BYTES must not be smaller than INGEST_MAX_BODY_BYTES: the largest body would never get in',
    );
  if (partitionRetentionDays !== undefined && databaseUrl.startsWith('sqlite:'))
    problems.push('PARTITION_RETENTION_DAYS needs PostgreSQL: an embedded store has no partitions');
  if (databaseReadUrl !== undefined && databaseUrl.startsWith('sqlite:'))
    problems.push(
      'DATABASE_READ_URL needs a PostgreSQL store: DATABASE_URL names SQLite, which has no replicas',
    );
  return problems;
}

async function checkedFile(file: string): Promise<Checked> {
  const source = `file ${path.basename(file)}`;
  try {
    return checkFile(JSON.parse(await readFile(file, 'utf8')), source);
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'is not valid JSON' : 'cannot be read';
    return { problems: [`${source}: ${reason}`] };
  }
}

function given(checked: Checked): RawSettings {
  return 'settings' in checked ? checked.settings : {};
}

function refusal(problems: readonly string[]): AgentError {
  const lines = problems.map((problem) => `  - ${problem}`);
  return new AgentError('invalid_settings', ['These settings cannot be used:', ...lines].join('\n'));
}

function complete(raw: RawSettings): Omit<Settings, 'forwardTo' | 'oidc'> {
  const dataDir = path.resolve(raw.DATA_DIR ?? './data');
  return {
    host: raw.HOST ?? '127.0.0.1',
    port: raw.PORT ?? 4318,
    dataDir,
    databaseUrl: raw.DATABASE_URL ?? `sqlite:${path.join(dataDir, 'audit.db')}`,
    databaseReadUrl: raw.DATABASE_READ_URL,
    trustProxy: raw.TRUST_PROXY ?? false,
    grpc: grpcSettings(raw),
    otelIngestEnabled: raw.OTEL_INGEST_ENABLED ?? true,
    portalEnabled: raw.PORTAL_ENABLED ?? true,
    ingestPathPrefix: raw.INGEST_PATH_PREFIX ?? '',
    piiAction: raw.PII_ACTION ?? 'redact',
    piiDetection: raw.PII_DETECTION ?? true,
    piiPolicyFile: raw.PII_POLICY_FILE === undefined ? undefined : path.resolve(raw.PII_POLICY_FILE),
    licensePublicKeys: raw.LICENSE_PUBLIC_KEYS ?? [],
    ingest: ingestLimits(raw),
    ingestThreads: raw.INGEST_THREADS ?? Math.min(availableParallelism() - 1, 4),
    anchors: anchorSettings(raw),
    indexedAttributes: indexedAttributes(raw),
    retentionDays: raw.RETENTION_DAYS,
    partitionRetentionDays: raw.PARTITION_RETENTION_DAYS,
    logLevel: raw.LOG_LEVEL ?? 'info',
    logFormat: raw.LOG_FORMAT ?? 'json',
  };
}

function grpcSettings({ OTLP_GRPC_ENABLED: enabled = true, OTLP_GRPC_PORT: port, PORT }: RawSettings) {
  return { enabled, port: port ?? (PORT === 0 ? 0 : 4317), portGiven: port !== undefined };
}

function anchorSettings(raw: RawSettings): Settings['anchors'] {
  return {
    file: raw.ANCHOR_FILE === undefined ? undefined : path.resolve(raw.ANCHOR_FILE),
    webhookUrl: raw.ANCHOR_WEBHOOK_URL,
    webhookToken: raw.ANCHOR_WEBHOOK_TOKEN,
    intervalSeconds: raw.ANCHOR_INTERVAL_SECONDS ?? 60,
  };
}

function indexedAttributes({ INDEXED_ATTRIBUTES: keys }: RawSettings): readonly string[] {
  if (keys === undefined) return ['team', 'department', 'cost_center'];
  return keys.length === 1 && keys[0] === 'none' ? [] : keys;
}

function ingestLimits(raw: RawSettings): Settings['ingest'] {
  return {
    maxBodyBytes: raw.INGEST_MAX_BODY_BYTES ?? 64 * 1024 * 1024,
    maxRecords: raw.INGEST_MAX_RECORDS ?? 10_000,
    maxAttributes: raw.INGEST_MAX_ATTRIBUTES ?? 128,
    maxDepth: raw.INGEST_MAX_DEPTH ?? 32,
    inflightBytes: raw.INGEST_INFLIGHT_BYTES ?? 256 * 1024 * 1024,
    tenantBytesPerSecond: raw.INGEST_TENANT_BYTES_PER_SECOND ?? 0,
  };
}
