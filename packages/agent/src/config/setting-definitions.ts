// The table of settings: name, JSON schema, default and meaning. Schema, parser and documentation read this one list.
import { NAME_PATTERN } from '../access/licence.ts';

/** How the text of an environment variable becomes a value. */
export type SettingKind = 'text' | 'integer' | 'switch' | 'list';

export interface SettingDefinition {
  readonly kind: SettingKind;
  readonly schema: Readonly<Record<string, unknown>>;
  /** Shown in the documentation; computed ones are words. */
  readonly fallback: string;
  readonly meaning: string;
}

const text = (schema: Readonly<Record<string, unknown>>, fallback: string, meaning: string) =>
  ({ kind: 'text', schema: { type: 'string', minLength: 1, ...schema }, fallback, meaning }) as const;
const oneOf = (values: readonly string[], fallback: string, meaning: string) =>
  ({ kind: 'text', schema: { enum: values }, fallback, meaning }) as const;
const toggle = (fallback: string, meaning: string) =>
  ({ kind: 'switch', schema: { type: 'boolean' }, fallback, meaning }) as const;
const count = (minimum: number, maximum: number, fallback: number, meaning: string) =>
  ({
    kind: 'integer',
    schema: { type: 'integer', minimum, maximum },
    fallback: `${fallback}`,
    meaning,
  }) as const;

/** A count that is off unless it is given. */
const optionalCount = (minimum: number, maximum: number, meaning: string) =>
  ({ kind: 'integer', schema: { type: 'integer', minimum, maximum }, fallback: 'none', meaning }) as const;

const MEBIBYTE = 1024 * 1024;

export const SETTINGS = {
  HOST: text({}, '127.0.0.1', 'address to listen on'),
  PORT: count(0, 65_535, 4318, 'port to listen on; 0 takes any free port'),
  DATA_DIR: text({}, './data', 'keys, the embedded database, the revocation list'),
  DATABASE_URL: text(
    { pattern: '^(sqlite:.+|postgres(ql)?://.+)$' },
    'sqlite:<DATA_DIR>/audit.db',
    'where rows are stored: sqlite:<file> or postgres://…',
  ),
  DATABASE_READ_URL: text(
    { pattern: '^postgres(ql)?://.+$' },
    'none',
    'a replica of a PostgreSQL store that reports are read from; postgres://… (guide: scaling)',
  ),
  TRUST_PROXY: toggle(
    'false',
    'true: one proxy stands in front; its X-Forwarded-Proto and X-Forwarded-For are believed',
  ),
  OTLP_GRPC_ENABLED: toggle('true', 'false: no OTLP/gRPC; OTLP/HTTP is not concerned'),
  OTLP_GRPC_PORT: count(
    0,
    65_535,
    4317,
    'port of OTLP/gRPC; 0, or unset where PORT is 0, takes any free one. Set and taken: no start. Unset and taken: a warning, and HTTP alone',
  ),
  OTEL_INGEST_ENABLED: toggle('true', 'false: /v1/* answers 404'),
  PORTAL_ENABLED: toggle('true', 'false: no page for people at /, the API alone'),
  INGEST_PATH_PREFIX: text(
    { pattern: '^(/[A-Za-z0-9._~-]+)+$' },
    'none',
    'path in front of every ingest route, such as /otlp',
  ),
  PII_ACTION: oneOf(
    ['warn', 'log', 'block', 'redact'],
    'redact',
    'what other planes do on a finding; this plane always masks',
  ),
  PII_DETECTION: toggle('on', 'off: content is withheld, rows still land'),
  PII_POLICY_FILE: text({}, 'none', 'JSON file: entities left out, own words and patterns (guide: masking)'),
  LICENSE_PUBLIC_KEYS: {
    kind: 'list',
    schema: { type: 'array', minItems: 1, items: { type: 'string', minLength: 1 } },
    fallback: 'issuer key under DATA_DIR',
    meaning: 'who may issue licences: PEM texts, or paths of PEM files separated by commas',
  },
  INGEST_MAX_BODY_BYTES: count(1, 1024 * MEBIBYTE, 64 * MEBIBYTE, 'largest body after decompression, bytes'),
  INGEST_MAX_RECORDS: count(1, 1_000_000, 10_000, 'most records in one request'),
  INGEST_MAX_ATTRIBUTES: count(1, 10_000, 128, 'most attributes of one record'),
  INGEST_MAX_DEPTH: count(1, 128, 32, 'deepest nesting of a value'),
  INGEST_INFLIGHT_BYTES: count(1, 16_384 * MEBIBYTE, 256 * MEBIBYTE, 'bytes of bodies in flight at most'),
  INGEST_TENANT_BYTES_PER_SECOND: count(
    0,
    16_384 * MEBIBYTE,
    0,
    'bytes one tenant may send a second, after decompression; above it: 429. 0: no limit',
  ),
  INGEST_THREADS: {
    kind: 'integer',
    schema: { type: 'integer', minimum: 0, maximum: 64 },
    fallback: 'one less than the cores, 4 at most',
    meaning: 'threads that decode and mask what comes in; 0: the main thread does it',
  },
  ANCHOR_FILE: text({}, 'none', 'file that checkpoints are appended to, on another disk (guide: anchoring)'),
  ANCHOR_WEBHOOK_URL: text(
    { pattern: '^(https://[^\\s/?#@]+|http://(localhost|127\\.0\\.0\\.1|\\[::1\\])(:\\d+)?)([/?]\\S*)?$' },
    'none',
    'https URL that checkpoints are posted to; http for this machine only',
  ),
  ANCHOR_WEBHOOK_TOKEN: text({ pattern: '^[!-~]+$' }, 'none', 'sent to ANCHOR_WEBHOOK_URL as Bearer'),
  ANCHOR_INTERVAL_SECONDS: count(1, 86_400, 60, 'how often new checkpoints are handed out'),
  INDEXED_ATTRIBUTES: {
    kind: 'list',
    schema: {
      type: 'array',
      maxItems: 16,
      uniqueItems: true,
      items: { type: 'string', pattern: '^[A-Za-z0-9._-]{1,64}$' },
    },
    fallback: 'team,department,cost_center',
    meaning: 'attributes that filters and groups find by index, separated by commas; none: no index',
  },
  RETENTION_DAYS: optionalCount(1, 36_500, 'content older than this is erased daily; rows and proofs stay'),
  PARTITION_RETENTION_DAYS: optionalCount(
    1,
    36_500,
    'partitions older than this are detached daily, never dropped; PostgreSQL with partitions (guide: partitions)',
  ),
  FORWARD_FILE: text(
    {},
    'none',
    'JSON file: where masked rows and metric points are sent on to (guide: forwarding)',
  ),
  PUBLIC_URL: text(
    { pattern: '^(https://[^\\s/?#@]+|http://(localhost|127\\.0\\.0\\.1|\\[::1\\])(:\\d+)?)/?$' },
    'none',
    'under which people reach the agent, such as https://agent.acme.example; http for this machine only',
  ),
  OIDC_ISSUER: text(
    {
      pattern:
        '^(?!.*/\\.well-known)(https://[^\\s/?#@]+|http://(localhost|127\\.0\\.0\\.1|\\[::1\\])(:\\d+)?)(/[^\\s?#]*)?$',
    },
    'none',
    'identity provider where people log in to the portal, as it names itself (guide: oidc)',
  ),
  OIDC_CLIENT_ID: text({ maxLength: 500 }, 'none', 'this agent, as the provider knows it'),
  OIDC_CLIENT_SECRET: text({ maxLength: 2000 }, 'none', 'none: a public client, which PKCE protects alone'),
  OIDC_NAME: text({ maxLength: 60 }, 'single sign-on', 'what the login page calls the provider'),
  OIDC_SCOPES: text(
    { pattern: '^[!#-\\[\\]-~]+( [!#-\\[\\]-~]+)*$' },
    'openid profile email',
    'asked of the provider, separated by spaces; openid is always asked for',
  ),
  OIDC_ROLE_RULES: text(
    {},
    'none',
    'who may do what: a JSON list, or the path of a file with one (guide: oidc)',
  ),
  OIDC_ROLES_CLAIM: text(
    { maxLength: 200 },
    'groups',
    'claim that rules look at which name none; /a/b looks for b within a',
  ),
  OIDC_DEFAULT_ROLE: oneOf(
    ['member', 'auditor'],
    'none',
    'for whoever the provider lets in and no rule fits; none: they are refused',
  ),
  OIDC_DEFAULT_TENANT: text({ pattern: NAME_PATTERN }, 'none', 'tenant that goes with OIDC_DEFAULT_ROLE'),
  OIDC_EMAIL_CLAIM: text({ maxLength: 200 }, 'email', 'claim that names the user whose rows a member sees'),
  OIDC_REQUIRE_VERIFIED_EMAIL: toggle(
    'true',
    'false: addresses count which the provider does not call verified',
  ),
  OIDC_SESSION_MINUTES: count(5, 1440, 480, 'how long a login at the provider lasts at most'),
  OIDC_PROVIDER_LOGOUT: toggle(
    'false',
    'true: logging out offers to end the session of the provider as well',
  ),
  LOG_LEVEL: oneOf(['error', 'warn', 'info', 'debug'], 'info', 'least severe level that is written'),
  LOG_FORMAT: oneOf(['json', 'text'], 'json', 'one JSON object or one text line per message'),
} as const satisfies Record<string, SettingDefinition>;

export type SettingName = keyof typeof SETTINGS;
export const SETTING_NAMES = Object.keys(SETTINGS) as SettingName[];
