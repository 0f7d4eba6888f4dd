// Who may import whom. An arrow of ARCHITECTURE.md is an absence here.
const src = (name: string): string => `^packages/${name}/src`;
const lib = (...names: string[]): string => `node_modules/(${names.join('|')})(/|$)`;
const forbid = (name: string, from: string, to: string) =>
  ({ name, severity: 'error', from: { path: from }, to: { path: to } }) as const;

const workspace = (...names: string[]): string => `^packages/(${names.join('|')})/`;

export const boundaries = [
  forbid(
    'policy-engine-imports-no-plane',
    src('policy-engine'),
    workspace('audit-core', 'otel-ingest', 'agent', 'portal'),
  ),
  forbid(
    'policy-engine-knows-no-io',
    src('policy-engine'),
    lib('express', 'knex', 'pg', 'better-sqlite3', 'sodium-native'),
  ),
  forbid('audit-core-below-planes', src('audit-core'), workspace('otel-ingest', 'agent', 'portal')),
  forbid('audit-core-knows-no-http', src('audit-core'), lib('express', 'protobufjs', 'jose', 'winston')),
  forbid('otel-ingest-below-agent', src('otel-ingest'), workspace('agent', 'portal')),
  forbid(
    'otel-ingest-knows-no-store',
    src('otel-ingest'),
    lib('knex', 'pg', 'better-sqlite3', '@noble/ed25519', 'sodium-native', 'jose', 'winston'),
  ),
  forbid(
    'portal-knows-the-api-alone',
    src('portal'),
    workspace('policy-engine', 'audit-core', 'otel-ingest', 'agent'),
  ),
  forbid('testkit-only-in-tests', '^packages/(?!testkit/)[^/]+/src', workspace('testkit')),
  forbid(
    'conformance-knows-no-receiver',
    '^conformance/(?!test/)',
    workspace('policy-engine', 'audit-core', 'otel-ingest', 'agent', 'portal'),
  ),
  forbid('no-deep-imports', '^packages/([^/]+)/', '^packages/(?!$1)[^/]+/src/(?!index\\.ts$)'),
  { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
] as const;
