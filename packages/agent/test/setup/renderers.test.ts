// What the renderers write, and what real shells make of it.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { coworkFields, thirdPartyKeys } from '../../src/setup/cowork.ts';
import { DEFAULT_SETUP, type ClientSetup } from '../../src/setup/client-setup.ts';
import { environmentFor } from '../../src/setup/environment.ts';
import { attributeList, headerList } from '../../src/setup/header-list.ts';
import { managedSettingsFor, mergeManagedSettings } from '../../src/setup/managed-settings.ts';
import { renderScript } from '../../src/setup/script.ts';
import { renderEnvironment } from '../../src/setup/shells.ts';
import { variablesIn } from './clients.ts';

const setup = (change: Partial<ClientSetup> = {}): ClientSetup => ({
  ...DEFAULT_SETUP,
  endpoint: 'https://agent.example',
  credential: { kind: 'licence', org: 'acme', license: 'KEY' },
  ...change,
});
const BASIC = Buffer.from('acme:KEY').toString('base64');

describe('the environment', () => {
  it('says everything that a client needs, and asks for no content', () => {
    expect(environmentFor(setup())).toEqual({
      CLAUDE_CODE_ENABLE_TELEMETRY: '1',
      OTEL_LOGS_EXPORTER: 'otlp',
      OTEL_METRICS_EXPORTER: 'otlp',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'https://agent.example',
      OTEL_EXPORTER_OTLP_HEADERS: `Authorization=Basic%20${BASIC}`,
      OTEL_LOGS_EXPORT_INTERVAL: '5000',
      OTEL_METRIC_EXPORT_INTERVAL: '60000',
    });
  });

  it.each<[string, Partial<ClientSetup>, Record<string, string>]>([
    [
      'a token and datasets',
      { credential: { kind: 'token', token: 'gat_x' }, dataset: 'audit', metricsDataset: 'usage' },
      { OTEL_EXPORTER_OTLP_HEADERS: 'Authorization=Bearer%20gat_x,x-dataset=audit,x-metrics-dataset=usage' },
    ],
    ['prompts alone', { content: { prompts: true } }, { OTEL_LOG_ASSISTANT_RESPONSES: '0' }],
    [
      'prompts and replies',
      { content: { prompts: true, responses: true } },
      { OTEL_LOG_ASSISTANT_RESPONSES: '1' },
    ],
    ['replies off', { content: { responses: false } }, { OTEL_LOG_ASSISTANT_RESPONSES: '0' }],
    ['tool content', { content: { 'tool-content': true } }, { OTEL_LOG_TOOL_CONTENT: '1' }],
    [
      'cumulative',
      { temporality: 'cumulative' },
      { OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: 'cumulative' },
    ],
    [
      'tags',
      { resource: { team: 'R&D, Köln', rate: 'a=b%' } },
      { OTEL_RESOURCE_ATTRIBUTES: 'team=R&D%2C%20K%C3%B6ln,rate=a%3Db%25' },
    ],
    ['no metrics', { metrics: false }, { OTEL_METRICS_EXPORTER: 'none' }],
  ])('%s', (_name, change, expected) => {
    expect(environmentFor(setup(change))).toMatchObject(expected);
  });

  it('leaves out what an off switch does not need', () => {
    const names = Object.keys(environmentFor(setup({ content: { 'raw-bodies': false }, metrics: false })));
    expect(names.filter((name) => /OTEL_LOG_|METRIC_EXPORT/.test(name))).toEqual([]);
  });
});

describe('lists', () => {
  it('read back as they were, by the rules of the exporters', () => {
    const value = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => text.isWellFormed());
    fc.assert(
      fc.property(value, value, (one, other) => {
        for (const list of [headerList({ a: one, b: other }), attributeList({ a: one, b: other })]) {
          const pairs = list.split(',').map((pair) => [pair.slice(0, 1), decodeURIComponent(pair.slice(2))]);
          expect(pairs).toEqual([
            ['a', one],
            ['b', other],
          ]);
          expect(list).toMatch(/^[!#-+\--:<-[\]-~,]*$/);
        }
      }),
    );
  });
});

const ODD = { A: `it's "a" $(b) \`c\` \\ %20 !d; e`, B: 'plain' };

describe('shells', () => {
  it.each(['sh', 'bash', 'dash'])('%s reads the block as it was meant', async (shell) => {
    expect(await variablesIn(shell, renderEnvironment(ODD, 'bash'), ['A', 'B'])).toEqual([ODD.A, ODD.B]);
  });

  it('reads any text', async () => {
    const text = fc.string({ unit: 'grapheme-ascii' });
    const property = fc.asyncProperty(text, async (A) => {
      expect(await variablesIn('sh', renderEnvironment({ A }, 'bash'), ['A'])).toEqual([A]);
    });
    await fc.assert(property, { numRuns: 30 });
  });

  it('writes fish', () => {
    expect(renderEnvironment(ODD, 'fish')).toBe(
      [`set -gx A 'it\\'s "a" $(b) \`c\` \\\\ %20 !d; e'`, `set -gx B 'plain'`].join('\n'),
    );
  });

  it('writes PowerShell', () => {
    expect(renderEnvironment(ODD, 'powershell')).toBe(
      [`$env:A = 'it''s "a" $(b) \`c\` \\ %20 !d; e'`, `$env:B = 'plain'`].join('\n'),
    );
  });

  it('writes cmd without a percent sign, which a batch file would take for an argument', () => {
    const variables = environmentFor(setup());
    expect(renderEnvironment(variables, 'cmd').split('\n')).toEqual([
      'set "CLAUDE_CODE_ENABLE_TELEMETRY=1"',
      'set "OTEL_LOGS_EXPORTER=otlp"',
      'set "OTEL_METRICS_EXPORTER=otlp"',
      'set "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf"',
      'set "OTEL_EXPORTER_OTLP_ENDPOINT=https://agent.example"',
      `set "OTEL_EXPORTER_OTLP_HEADERS=Authorization=Basic ${BASIC}"`,
      'set "OTEL_LOGS_EXPORT_INTERVAL=5000"',
      'set "OTEL_METRIC_EXPORT_INTERVAL=60000"',
    ]);
    expect(() => renderEnvironment(environmentFor(setup({ resource: { team: 'a b' } })), 'cmd')).toThrow(
      /cmd cannot carry the value of OTEL_RESOURCE_ATTRIBUTES/,
    );
  });
});

describe('the script', () => {
  const script = renderScript(environmentFor(setup()), 'sh');
  const before =
    "export OTEL_EXPORTER_OTLP_LOGS_ENDPOINT='https://elsewhere.example' OTEL_LOG_USER_PROMPTS=1";
  const names = [
    '{OTEL_EXPORTER_OTLP_LOGS_ENDPOINT-gone}',
    '{OTEL_LOG_USER_PROMPTS-gone}',
    'OTEL_LOGS_EXPORTER',
  ];

  it.each(['sh', 'bash'])('takes away in %s what an earlier set-up left, once or twice', async (shell) => {
    for (const block of [`${before}\n${script}`, `${before}\n${script}\n${script}`]) {
      expect(await variablesIn(shell, block, names)).toEqual(['gone', 'gone', 'otlp']);
    }
  });

  it('says nothing on standard output', async () => {
    expect(await variablesIn('sh', script, ['OTEL_LOGS_EXPORTER'])).toEqual(['otlp']);
  });

  it('is PowerShell as well', () => {
    const lines = renderScript(environmentFor(setup()), 'powershell').split('\n');
    expect(lines).toContain('Remove-Item Env:OTEL_EXPORTER_OTLP_LOGS_ENDPOINT -ErrorAction SilentlyContinue');
    expect(lines).toContain(`$env:OTEL_EXPORTER_OTLP_ENDPOINT = 'https://agent.example'`);
    expect(lines.at(-1)).toBe(
      `Write-Host 'Claude Code telemetry goes to https://agent.example from the next start of the client on'`,
    );
  });
});

describe('managed settings', () => {
  it('name a helper instead of a credential', () => {
    const credential = { kind: 'helper', command: '/opt/headers' } as const;
    const settings = managedSettingsFor(setup({ credential }));
    expect(settings.otelHeadersHelper).toBe('/opt/headers');
    expect(settings.env['OTEL_EXPORTER_OTLP_HEADERS']).toBeUndefined();
  });

  it('go into a file that is there and leave its policy alone', () => {
    const existing = {
      permissions: { deny: ['WebFetch'] },
      otelHeadersHelper: '/old',
      env: { HTTPS_PROXY: 'http://p', OTEL_EXPORTER_OTLP_LOGS_HEADERS: 'x=y', OTEL_LOG_RAW_API_BODIES: '1' },
    };
    const ours = managedSettingsFor(setup());
    expect(mergeManagedSettings(existing, ours)).toEqual({
      permissions: existing.permissions,
      env: { HTTPS_PROXY: 'http://p', ...ours.env },
    });
  });
});

describe('cowork', () => {
  it('is the base URL, a protocol and headers', () => {
    expect(coworkFields(setup({ content: { prompts: true, 'raw-bodies': true } }))).toEqual({
      endpoint: 'https://agent.example',
      protocol: 'http/protobuf',
      headers: `Authorization=Basic%20${BASIC}`,
      otlpContentCapture: ['userPrompts', 'rawApiBodies'],
    });
  });

  it('is managed keys for a third-party deployment, with headers that are not escaped', () => {
    expect(thirdPartyKeys(setup({ resource: { team: 'core' } }))).toEqual({
      otlpEndpoint: 'https://agent.example',
      otlpProtocol: 'http/protobuf',
      otlpHeaders: JSON.stringify({ Authorization: `Basic ${BASIC}` }),
      otlpAuthMode: 'none',
      otlpContentCapture: [],
      otlpResourceAttributes: 'team=core',
    });
  });
});
