// The set-up commands, and the official exporters with nothing but what they print.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readDecisions } from '@governance-agent/audit-core';
import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runCli, runHere } from '../cli/run-cli.ts';
import { testAgent, type TestAgent } from '../support/test-agent.ts';
import { exportInShell, exportWith, licenceOf } from './clients.ts';

let agent: TestAgent;
let license: string;
let env: Record<string, string>;

beforeAll(async () => {
  agent = await testAgent('sqlite');
  license = await licenceOf(agent);
  env = { DATA_DIR: agent.dataDir, DATABASE_URL: agent.databaseUrl };
});
afterAll(() => agent.remove());

const setup = (line: string) =>
  runHere(['setup', ...line.split(' '), '--endpoint', agent.url, '--license', license], env);
const jsonOf = ({ stdout }: { stdout: string }) => JSON.parse(stdout) as Record<string, unknown>;

/** The newest row, which the client in question must have made. */
async function newestRow() {
  const { decisions } = await readDecisions(agent.database, 'acme', { limit: 1 });
  return decisions[0];
}

describe('a client with the printed environment only', () => {
  it.each([
    ['claude-code', 'sh'],
    ['claude-code', 'bash'],
    ['claude-code --protocol http/json', 'sh'],
    ['script', 'sh'],
    ['script', 'bash'],
  ])('setup %s in %s', async (command, shell) => {
    const tag = `${command} ${shell}`.replaceAll(/[^a-z]/g, '');
    const { stdout } = await setup(`${command} --resource team=${tag},city=K%C3%B6ln`);
    const before = { OTEL_EXPORTER_OTLP_HEADERS: 'Authorization=Basic%20bm86' };
    await exportInShell(shell, stdout, before);
    expect(await newestRow()).toMatchObject({
      event: 'user_prompt',
      plane: 'claude_code',
      decision: 'redacted',
      resource: { team: tag },
    });
  });

  it('setup managed-settings', async () => {
    const { stdout, code } = await setup('managed-settings --resource team=managed');
    expect(code).toBe(0);
    const { env: variables } = JSON.parse(stdout) as { env: Record<string, string> };
    expect(await exportWith(variables)).toEqual(variables);
    expect(await newestRow()).toMatchObject({ resource: { team: 'managed' } });
  });

  it('setup cowork, typed into the fields of the page', async () => {
    const fields = jsonOf(await setup('cowork --json'));
    await exportWith({
      CLAUDE_CODE_ENABLE_TELEMETRY: '1',
      OTEL_LOGS_EXPORTER: 'otlp',
      OTEL_EXPORTER_OTLP_ENDPOINT: String(fields['endpoint']),
      OTEL_EXPORTER_OTLP_PROTOCOL: String(fields['protocol']),
      OTEL_EXPORTER_OTLP_HEADERS: String(fields['headers']),
      OTEL_RESOURCE_ATTRIBUTES: 'service.name=cowork',
    });
    expect(await newestRow()).toMatchObject({ plane: 'cowork' });
  });
});

describe('no credential', () => {
  it.each(['claude-code', 'script', 'managed-settings', 'cowork'])(
    '%s says how to get one',
    async (command) => {
      const finished = await runHere(['setup', command], env);
      expect(finished).toMatchObject({ code: 2, stdout: '' });
      expect(finished.stderr).toContain('license issue --org');
      expect(finished.stderr).toContain('token create');
    },
  );

  it('an empty one is none', async () => {
    const finished = await runCli(['setup', 'claude-code', '--license', '-'], env, '\n');
    expect(finished).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('what would be refused later is refused now', () => {
  it.each([
    ['claude-code --org other', 'The licence is for the org acme'],
    ['claude-code --tenant other', 'The licence writes to the tenant acme'],
    ['claude-code --token gat_x', 'Give one of'],
    ['claude-code --logs-interval 5', 'intervals take'],
    ['claude-code --dataset No', 'datasets take'],
    ['claude-code --resource team', '--resource takes'],
    ['claude-code --shell csh', 'Allowed choices'],
    ['claude-code --prompts maybe', 'Allowed choices'],
    ['cowork --protocol grpc', 'Cowork has no grpc'],
  ])('%s', async (line, message) => {
    const finished = await setup(line);
    expect(finished).toMatchObject({ code: 2, stdout: '' });
    expect(finished.stderr).toContain(message);
  });

  it.each(['https://jo:pw@h.example', 'https://h.example/?key=1', 'ftp://h.example', 'h.example'])(
    'endpoint %s',
    async (endpoint) => {
      const finished = await runHere(['setup', 'script', '--endpoint', endpoint, '--license', license], env);
      expect(finished).toMatchObject({ code: 2, stdout: '' });
      expect(finished.stderr).toContain('--endpoint takes');
      expect(finished.stderr).not.toContain('pw');
    },
  );
});

describe('details', () => {
  it('strips a path that the client would double', async () => {
    const args = ['--endpoint', 'https://agent.example/in/v1/logs/', '--license', license, '--json'];
    const finished = await runHere(['setup', 'claude-code', ...args], env);
    expect(jsonOf(finished)).toMatchObject({
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://agent.example/in' },
    });
    expect(finished.stderr).toContain('clients append the path');
  });

  it('takes a licence that it cannot read when it is told the org, and says so', async () => {
    const finished = await runHere(['setup', 'claude-code', '--org', 'acme', '--license', 'KEY'], env);
    expect(finished.code).toBe(0);
    expect(finished.stderr).toContain('may be cut off');
  });

  it('keeps the secret out of what it says', async () => {
    for (const command of ['claude-code', 'script', 'managed-settings', 'cowork', 'cowork --third-party']) {
      const finished = await setup(command);
      expect(finished.stderr).not.toContain(license.slice(0, 20));
      expect(finished.stderr).not.toContain(Buffer.from(`acme:${license}`).toString('base64').slice(0, 20));
    }
  });

  it.each([
    ['linux', '/etc/claude-code/managed-settings.json'],
    ['macos', '/Library/Application Support/ClaudeCode/managed-settings.json'],
    ['windows', String.raw`C:\Program Files\ClaudeCode\managed-settings.json`],
  ])('tells where the file goes on %s', async (platform, place) => {
    const finished = await setup(`managed-settings --platform ${platform}`);
    expect(finished.stderr).toContain(place);
    expect(jsonOf(finished)).toHaveProperty('env');
  });

  it('writes the file for everybody to read, into what is there', async () => {
    const file = path.join(agent.dataDir, 'etc', 'managed-settings.json');
    const args = [
      'setup',
      'managed-settings',
      '--endpoint',
      agent.url,
      '--license',
      license,
      '--output',
      file,
    ];
    expect(await runCli(args, env)).toMatchObject({ code: 0, stdout: '' });
    const written = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
    expect((await stat(file)).mode & 0o777).toBe(0o644);
    expect((await stat(path.dirname(file))).mode & 0o777).toBe(0o755);
    await writeFile(file, JSON.stringify({ ...written, permissions: {} }));
    expect((await runHere(args, env)).code).toBe(0);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ ...written, permissions: {} });
    await writeFile(file, 'not JSON');
    expect((await runHere(args, env)).code).toBe(2);
    expect(await readFile(file, 'utf8')).toBe('not JSON');
  });
});
