// The settings as given, by name, each checked against its schema. Every problem is reported, with its source.
import { Ajv, type ErrorObject } from 'ajv';
import { SETTING_NAMES, SETTINGS, type SettingKind } from './setting-definitions.ts';

/** Given settings by name; what is absent was not given. */
export interface RawSettings {
  readonly HOST?: string;
  readonly PORT?: number;
  readonly DATA_DIR?: string;
  readonly DATABASE_URL?: string;
  readonly DATABASE_READ_URL?: string;
  readonly TRUST_PROXY?: boolean;
  readonly OTLP_GRPC_ENABLED?: boolean;
  readonly OTLP_GRPC_PORT?: number;
  readonly OTEL_INGEST_ENABLED?: boolean;
  readonly PORTAL_ENABLED?: boolean;
  readonly INGEST_PATH_PREFIX?: string;
  readonly PII_ACTION?: 'warn' | 'log' | 'block' | 'redact';
  readonly PII_DETECTION?: boolean;
  readonly PII_POLICY_FILE?: string;
  readonly LICENSE_PUBLIC_KEYS?: readonly string[];
  readonly INGEST_MAX_BODY_BYTES?: number;
  readonly INGEST_MAX_RECORDS?: number;
  readonly INGEST_MAX_ATTRIBUTES?: number;
  readonly INGEST_MAX_DEPTH?: number;
  readonly INGEST_INFLIGHT_BYTES?: number;
  readonly INGEST_TENANT_BYTES_PER_SECOND?: number;
  readonly INGEST_THREADS?: number;
  readonly ANCHOR_FILE?: string;
  readonly ANCHOR_WEBHOOK_URL?: string;
  readonly ANCHOR_WEBHOOK_TOKEN?: string;
  readonly ANCHOR_INTERVAL_SECONDS?: number;
  readonly INDEXED_ATTRIBUTES?: readonly string[];
  readonly RETENTION_DAYS?: number;
  readonly PARTITION_RETENTION_DAYS?: number;
  readonly FORWARD_FILE?: string;
  readonly PUBLIC_URL?: string;
  readonly OIDC_ISSUER?: string;
  readonly OIDC_CLIENT_ID?: string;
  readonly OIDC_CLIENT_SECRET?: string;
  readonly OIDC_NAME?: string;
  readonly OIDC_SCOPES?: string;
  readonly OIDC_ROLE_RULES?: string;
  readonly OIDC_ROLES_CLAIM?: string;
  readonly OIDC_DEFAULT_ROLE?: 'member' | 'auditor';
  readonly OIDC_DEFAULT_TENANT?: string;
  readonly OIDC_EMAIL_CLAIM?: string;
  readonly OIDC_REQUIRE_VERIFIED_EMAIL?: boolean;
  readonly OIDC_SESSION_MINUTES?: number;
  readonly OIDC_PROVIDER_LOGOUT?: boolean;
  readonly LOG_LEVEL?: 'error' | 'warn' | 'info' | 'debug';
  readonly LOG_FORMAT?: 'json' | 'text';
}

export type Checked = { readonly settings: RawSettings } | { readonly problems: readonly string[] };

const validate = new Ajv({ allErrors: true, strict: true }).compile<RawSettings>({
  type: 'object',
  additionalProperties: false,
  properties: Object.fromEntries(SETTING_NAMES.map((name) => [name, SETTINGS[name].schema])),
});

/** Checks what a JSON file holds. `on` and `off`, `true` and `false` as text are taken for switches. */
export function checkFile(value: unknown, source: string): Checked {
  const parsed =
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).map(([name, given]) => [name, fromFile(name, given)]))
      : value;
  return check(parsed, source);
}

/** Picks the settings out of an environment; other variables are none of our business. */
export function checkEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  source = 'environment',
): Checked {
  const given = SETTING_NAMES.flatMap((name) => {
    const text = env[name];
    return text === undefined ? [] : [[name, fromText(SETTINGS[name].kind, text)] as const];
  });
  return check(Object.fromEntries(given), source);
}

function check(value: unknown, source: string): Checked {
  if (validate(value)) return { settings: value };
  return { problems: (validate.errors ?? []).map((error) => `${source}: ${explain(error)}`) };
}

function fromFile(name: string, value: unknown): unknown {
  const kind = SETTING_NAMES.find((known) => known === name);
  if (kind === undefined || typeof value !== 'string') return value;
  return SETTINGS[kind].kind === 'integer' ? value : fromText(SETTINGS[kind].kind, value);
}

/** Text that does not fit the kind is handed on as it is, so that the schema refuses it. */
function fromText(kind: SettingKind, text: string): unknown {
  if (kind === 'integer') return /^\d{1,15}$/.test(text) ? Number(text) : text;
  if (kind === 'switch') return SWITCHES.get(text.toLowerCase()) ?? text;
  if (kind === 'list') return listOf(text);
  return text;
}

const SWITCHES: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['on', true],
  ['1', true],
  ['false', false],
  ['off', false],
  ['0', false],
]);

/** PEM texts carry commas never but line ends always; some environments can only carry them as `\n`. */
function listOf(text: string): string[] {
  if (text.includes('-----BEGIN')) {
    return text.replaceAll('\\n', '\n').match(/-----BEGIN[^-]*-----[^-]+-----END[^-]*-----/g) ?? [''];
  }
  return text.split(',').map((part) => part.trim());
}

/** Names the setting and the rule, never the value: a database URL carries a password. */
function explain(error: ErrorObject): string {
  const name = error.instancePath.split('/')[1] ?? '';
  if (error.keyword === 'additionalProperties') {
    return `unknown setting ${JSON.stringify(String(error.params['additionalProperty']))}`;
  }
  if (error.keyword === 'enum') return `${name} must be one of ${listed(error.params['allowedValues'])}`;
  if (error.keyword === 'minLength') return `${name} is empty; remove it or give it a value`;
  if (name === '') return 'settings must be one JSON object';
  if (error.keyword === 'type' && error.params['type'] === 'boolean')
    return `${name} must be ${switchWords(name)}`;
  return `${name} ${error.message ?? 'is not usable'}`;
}

function listed(values: unknown): string {
  return Array.isArray(values) ? values.join(', ') : '';
}

/** Both pairs are taken for every switch; the one that its documentation uses is the one to name. */
function switchWords(name: string): string {
  const known = SETTING_NAMES.find((setting) => setting === name);
  return known !== undefined && SETTINGS[known].fallback === 'on' ? 'on or off' : 'true or false';
}
