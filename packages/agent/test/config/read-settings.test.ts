// Settings: what is taken, what stops the start, and that every problem is told at once.
import { describe, expect, it } from '@jest/globals';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { readSettings } from '../../src/config/read-settings.ts';
import { SETTING_NAMES, SETTINGS } from '../../src/config/setting-definitions.ts';
import { OIDC_ENVIRONMENT } from './oidc-environment.ts';
import { refusalOf, withFile } from './with-file.ts';

const PEM = '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA\n-----END PUBLIC KEY-----';

describe('what is taken', () => {
  it('has the documented defaults', async () => {
    const settings = await readSettings({ env: {} });
    expect(settings).toEqual({
      host: '127.0.0.1',
      port: 4318,
      dataDir: path.resolve('data'),
      databaseUrl: `sqlite:${path.resolve('data/audit.db')}`,
      grpc: { enabled: true, port: 4317, portGiven: false },
      forwardTo: [],
      indexedAttributes: ['team', 'department', 'cost_center'],
      trustProxy: false,
      otelIngestEnabled: true,
      portalEnabled: true,
      ingestPathPrefix: '',
      piiAction: 'redact',
      piiDetection: true,
      licensePublicKeys: [],
      anchors: { intervalSeconds: 60 },
      ingest: {
        maxBodyBytes: 67_108_864,
        maxRecords: 10_000,
        maxAttributes: 128,
        maxDepth: 32,
        inflightBytes: 268_435_456,
        tenantBytesPerSecond: 0,
      },
      ingestThreads: Math.min(availableParallelism() - 1, 4),
      logLevel: 'info',
      logFormat: 'json',
    });
  });

  it.each([
    ['PORT', '0', { port: 0 }],
    ['PORT', '65535', { port: 65_535 }],
    ['OTEL_INGEST_ENABLED', 'false', { otelIngestEnabled: false }],
    ['OTEL_INGEST_ENABLED', 'OFF', { otelIngestEnabled: false }],
    ['OTEL_INGEST_ENABLED', '1', { otelIngestEnabled: true }],
    ['PII_DETECTION', 'off', { piiDetection: false }],
    ['PII_ACTION', 'warn', { piiAction: 'warn' }],
    ['INGEST_PATH_PREFIX', '/otlp/in', { ingestPathPrefix: '/otlp/in' }],
    ['DATABASE_URL', 'postgresql://u:p@h/d', { databaseUrl: 'postgresql://u:p@h/d' }],
    ['LICENSE_PUBLIC_KEYS', 'a.pem, b.pem', { licensePublicKeys: ['a.pem', 'b.pem'] }],
    ['LICENSE_PUBLIC_KEYS', `${PEM}\n${PEM}\n`, { licensePublicKeys: [PEM, PEM] }],
    ['LICENSE_PUBLIC_KEYS', PEM.replaceAll('\n', '\\n'), { licensePublicKeys: [PEM] }],
    ['SOMETHING_ELSE', 'x', { port: 4318 }],
  ])('%s=%j from the environment', async (name, value, expected) => {
    expect(await readSettings({ env: { [name]: value } })).toMatchObject(expected);
  });

  it('lets flags win over environment, environment over file, file over defaults', async () => {
    const settings = await withFile({ PORT: 1, HOST: '::1', DATA_DIR: '/file' }, (configFile) =>
      readSettings({ env: { PORT: '2', DATA_DIR: '/env' }, configFile, dataDir: '/flag' }),
    );
    expect(settings).toMatchObject({
      port: 2,
      host: '::1',
      dataDir: '/flag',
      databaseUrl: 'sqlite:/flag/audit.db',
    });
  });

  it('takes a replica of a PostgreSQL store', async () => {
    const env = { DATABASE_URL: 'postgres://primary/d', DATABASE_READ_URL: 'postgres://replica/d' };
    expect(await readSettings({ env })).toMatchObject({ databaseReadUrl: 'postgres://replica/d' });
  });

  it('takes switches as JSON or as text from a file', async () => {
    const settings = await withFile({ PII_DETECTION: 'off', OTEL_INGEST_ENABLED: false }, (configFile) =>
      readSettings({ env: {}, configFile }),
    );
    expect(settings).toMatchObject({ piiDetection: false, otelIngestEnabled: false });
  });
});

describe('what stops the start', () => {
  it.each([
    ['PORT', '65536', 'PORT must be <= 65535'],
    ['PORT', '-1', 'PORT must be integer'],
    ['PORT', '80 ', 'PORT must be integer'],
    ['PORT', '4318.5', 'PORT must be integer'],
    ['PORT', '', 'PORT must be integer'],
    ['HOST', '', 'HOST is empty'],
    ['DATA_DIR', '', 'DATA_DIR is empty'],
    ['DATABASE_URL', 'mysql://h/d', 'DATABASE_URL must match'],
    ['DATABASE_URL', 'sqlite:', 'DATABASE_URL must match'],
    ['DATABASE_READ_URL', 'sqlite:/copy.db', 'DATABASE_READ_URL must match'],
    ['OTEL_INGEST_ENABLED', 'yes please', 'OTEL_INGEST_ENABLED must be true or false'],
    ['PII_ACTION', 'mask', 'PII_ACTION must be one of warn, log, block, redact'],
    ['PII_DETECTION', '', 'PII_DETECTION must be on or off'],
    ['PII_DETECTION', 'maybe', 'PII_DETECTION must be on or off'],
    ['INDEXED_ATTRIBUTES', "team,x'", 'INDEXED_ATTRIBUTES must match pattern'],
    ['INDEXED_ATTRIBUTES', 'team,team', 'INDEXED_ATTRIBUTES must NOT have duplicate items'],
    ['INGEST_MAX_BODY_BYTES', '0', 'INGEST_MAX_BODY_BYTES must be >= 1'],
    ['INGEST_MAX_RECORDS', '1e4', 'INGEST_MAX_RECORDS must be integer'],
    ['INGEST_PATH_PREFIX', 'otlp', 'INGEST_PATH_PREFIX must match'],
    ['INGEST_PATH_PREFIX', '/otlp/', 'INGEST_PATH_PREFIX must match'],
    ['LICENSE_PUBLIC_KEYS', 'a.pem,,b.pem', 'LICENSE_PUBLIC_KEYS is empty'],
    ['ANCHOR_WEBHOOK_URL', 'http://anchors.example/take', 'ANCHOR_WEBHOOK_URL must match'],
    ['ANCHOR_WEBHOOK_URL', 'http://localhost@anchors.example', 'ANCHOR_WEBHOOK_URL must match'],
    ['ANCHOR_WEBHOOK_URL', 'http://localhost.example/', 'ANCHOR_WEBHOOK_URL must match'],
    ['ANCHOR_WEBHOOK_URL', 'https://user:secret@anchors.example', 'ANCHOR_WEBHOOK_URL must match'],
    ['ANCHOR_WEBHOOK_URL', 'file:///etc/passwd', 'ANCHOR_WEBHOOK_URL must match'],
    ['ANCHOR_WEBHOOK_TOKEN', 'two words', 'ANCHOR_WEBHOOK_TOKEN must match'],
    ['ANCHOR_INTERVAL_SECONDS', '0', 'ANCHOR_INTERVAL_SECONDS must be >= 1'],
    ['LOG_LEVEL', 'verbose', 'LOG_LEVEL must be one of error, warn, info, debug'],
    ['LOG_FORMAT', 'xml', 'LOG_FORMAT must be one of json, text'],
  ])('%s=%j', async (name, value, problem) => {
    expect(await refusalOf({ env: { [name]: value } })).toContain(`environment: ${problem}`);
  });

  it.each([{}, { DATABASE_URL: 'sqlite:/audit.db' }])('a replica of SQLite, %j', async (env) => {
    const replica = { ...env, DATABASE_READ_URL: 'postgres://u:secret@replica/d' };
    const refusal = await refusalOf({ env: replica });
    expect(refusal).toContain('DATABASE_READ_URL needs a PostgreSQL store');
    expect(refusal).not.toContain('secret');
  });

  it('tells every problem of every source at once, and no value', async () => {
    const message = await withFile({ PROT: 1, PORT: 'x', LOG_LEVEL: 'loud' }, (configFile) =>
      refusalOf({
        env: { DATABASE_URL: 'mysql://u:hunter2@h/d', PORT: '70000' },
        configFile,
        databaseUrl: 'x',
      }),
    );
    expect(message.split('\n').sort()).toEqual([
      '  - command line: DATABASE_URL must match pattern "^(sqlite:.+|postgres(ql)?://.+)$"',
      '  - environment: DATABASE_URL must match pattern "^(sqlite:.+|postgres(ql)?://.+)$"',
      '  - environment: PORT must be <= 65535',
      '  - file agent.json: LOG_LEVEL must be one of error, warn, info, debug',
      '  - file agent.json: PORT must be integer',
      '  - file agent.json: unknown setting "PROT"',
      'These settings cannot be used:',
    ]);
  });

  it('refuses a bad value in the file although the environment overrides it', async () => {
    const message = await withFile({ PORT: -1 }, (configFile) =>
      refusalOf({ env: { PORT: '1' }, configFile }),
    );
    expect(message).toContain('PORT must be >= 0');
  });

  it.each([
    ['[]', 'settings must be one JSON object'],
    ['"text"', 'settings must be one JSON object'],
    ['{"PORT":1', 'is not valid JSON'],
    ['{"__proto__":{"PORT":1}}', 'unknown setting "__proto__"'],
  ])('a file that holds %s', async (content, problem) => {
    expect(await withFile(content, (configFile) => refusalOf({ env: {}, configFile }))).toContain(problem);
  });

  it('refuses a file that is not there', async () => {
    expect(await refusalOf({ env: {}, configFile: '/nowhere/agent.json' })).toContain('cannot be read');
  });
});

describe('the table of settings', () => {
  it('states the defaults that are used', async () => {
    const settings = await readSettings({ env: OIDC_ENVIRONMENT });
    const own = { otlpGrpcPort: settings.grpc.port, oidcSessionMinutes: settings.oidc?.sessionMinutes };
    const flat = new Map<string, unknown>(
      Object.entries({ ...settings, ...settings.ingest, ...settings.anchors, ...own }),
    );
    const numbers = SETTING_NAMES.filter(
      // A default in words is computed.
      (name) => SETTINGS[name].kind === 'integer' && /^(\d+|none)$/.test(SETTINGS[name].fallback),
    );
    const used = numbers.map((name) => {
      const camel = name
        .toLowerCase()
        .replace(/^(ingest|anchor)_/, '')
        .replace(/_(.)/g, (_, c: string) => c.toUpperCase());
      const value = flat.get(camel);
      return [name, value === undefined ? 'none' : JSON.stringify(value)];
    });
    expect(used).toEqual(numbers.map((name) => [name, SETTINGS[name].fallback]));
  });
});

it.each([
  'https://anchors.example',
  'https://anchors.example:8443/take?log=1',
  'http://127.0.0.1:9/x',
  'http://[::1]',
])('takes %s for anchors', async (url) => {
  const { anchors } = await readSettings({ env: { ANCHOR_WEBHOOK_URL: url } });
  expect(anchors.webhookUrl).toBe(url);
});
