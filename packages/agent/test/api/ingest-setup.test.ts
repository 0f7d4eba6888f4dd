// The set-up texts over HTTP: letter by letter what the commands print, with a place for the credential and none in it.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { runHere } from '../cli/run-cli.ts';
import { apiCall, type ApiCall } from '../support/api-call.ts';
import { exportInShell, licenceOf } from '../setup/clients.ts';
import { testAgent, type TestAgent } from '../support/test-agent.ts';

const ENDPOINT = 'https://agent.example';
const TOKEN = `gat_${'t'.repeat(43)}`;

interface Setup {
  readonly text: string;
  readonly placeholder: string;
  readonly endpoint: string;
  readonly notes: readonly string[];
  readonly places: Readonly<Record<string, string>> | null;
}

let agent: TestAgent;
let license: string;
let token: string;
let call: ApiCall;
beforeAll(async () => {
  agent = await testAgent('sqlite', { INGEST_PATH_PREFIX: '/otlp' });
  license = await licenceOf(agent);
  token = await agent.token();
  call = apiCall(agent, token);
});
afterAll(() => agent.remove());

const setup = async (query: string): Promise<Setup> => {
  const { status, body } = await call('GET', `/ingest/setup?${query}`);
  expect(status).toBe(200);
  return body as Setup;
};
const printed = async (line: string, ...credential: string[]) => {
  const env = { DATA_DIR: agent.dataDir, DATABASE_URL: agent.databaseUrl };
  const words = ['setup', ...line.split(' '), '--endpoint', `${ENDPOINT}/otlp`, ...credential];
  const { code, stdout, stderr } = await runHere(words, env);
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return { stdout, stderr };
};

it.each([
  ['kind=claude-code', 'claude-code'],
  ['kind=claude-code&shell=zsh', 'claude-code --shell zsh'],
  ['kind=claude-code&shell=fish', 'claude-code --shell fish'],
  ['kind=claude-code&shell=powershell', 'claude-code --shell powershell'],
  ['kind=claude-code&shell=cmd', 'claude-code --shell cmd'],
  ['kind=claude-code&shell=json', 'claude-code --shell json'],
  ['kind=claude-code&content=prompts,tool-details', 'claude-code --content prompts,tool-details'],
  ['kind=script', 'script'],
  ['kind=script&shell=powershell', 'script --shell powershell'],
  ['kind=managed-settings', 'managed-settings'],
  ['kind=cowork', 'cowork'],
  ['kind=cowork-third-party', 'cowork --third-party'],
])('%s is what `setup %s` prints', async (query, line) => {
  const given = { token: await setup(`${query}&endpoint=${ENDPOINT}`) };
  const withToken = await printed(line, '--token', TOKEN);
  expect(`${given.token.text.replaceAll(given.token.placeholder, TOKEN)}\n`).toBe(withToken.stdout);
  for (const note of given.token.notes) expect(withToken.stderr).toContain(note);
  const basic = Buffer.from(`acme:${license}`).toString('base64');
  const given2 = await setup(`${query}&endpoint=${ENDPOINT}&credential=licence`);
  const withLicence = await printed(line, '--license', license);
  expect(`${given2.text.replaceAll(given2.placeholder, basic)}\n`).toBe(withLicence.stdout);
});

it('a client with the text and a token in its place sends, and lands', async () => {
  const sender = await agent.token({ scopes: ['ingest:*'] });
  const { text: script, placeholder } = await setup('kind=script');
  await exportInShell('sh', script.replaceAll(placeholder, sender), {});
  const { body } = await call('GET', '/decisions?event=user_prompt');
  expect((body as { decisions: unknown[] }).decisions).not.toHaveLength(0);
});

it('tells the address that the caller used, and every place of a managed file', async () => {
  const { endpoint, places } = await setup('kind=managed-settings');
  expect(endpoint).toBe(`${agent.url}/otlp`);
  expect(Object.keys(places ?? {})).toEqual(['linux', 'macos', 'windows']);
  expect((await setup(`kind=cowork&endpoint=${ENDPOINT}/otlp/v1/logs`)).endpoint).toBe(`${ENDPOINT}/otlp`);
});

it('holds no credential of the server or of the caller', async () => {
  for (const kind of ['claude-code', 'script', 'managed-settings', 'cowork', 'cowork-third-party']) {
    const told = JSON.stringify(await setup(`kind=${kind}&credential=licence`));
    expect(told).not.toContain(token);
    expect(told).not.toContain(license);
    expect(told).not.toMatch(/eyJ|gat_[A-Za-z0-9_-]{40}/);
  }
});

describe('is refused', () => {
  it.each([
    ['', 'kind'],
    ['kind=everything', 'kind'],
    ['kind=script&shell=fish', 'shell'],
    ['kind=cowork&shell=bash', 'shell'],
    ['kind=claude-code&content=prompts,secrets', 'content'],
    ['kind=claude-code&endpoint=javascript:alert(1)', 'endpoint'],
    ['kind=claude-code&endpoint=https://user:secret@agent.example', 'endpoint'],
    [`kind=claude-code&endpoint=https://a.example/${'a'.repeat(500)}`, 'endpoint'],
    ["kind=claude-code&shell=cmd&endpoint=https://a.example/%25'%22", 'cmd'],
    ['kind=claude-code&credential=password', 'credential'],
  ])('%s', async (query, named) => {
    const { status, body } = await call('GET', `/ingest/setup?${query}`);
    expect([status, body]).toMatchObject([400, { detail: expect.stringContaining(named) }]);
  });

  it('with a Host that is no address', async () => {
    const { hostname, port } = new URL(agent.url);
    const headers = { host: 'a b<script>', authorization: `Bearer ${token}` };
    const asked = request({ hostname, port, path: '/api/v1/ingest/setup?kind=script', headers });
    const answered = await new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
      asked.on('error', reject).on('response', (response) => {
        void text(response).then((body) => resolve({ status: response.statusCode, body }));
      });
      asked.end();
    });
    expect(answered.status).toBe(400);
    expect(answered.body).not.toContain('script>');
  });
});

it('quotes what an address may hold, so that a shell runs none of it', async () => {
  const { text: block } = await setup(
    `kind=claude-code&endpoint=${encodeURIComponent("https://a.example/'$(id)`x`")}`,
  );
  expect(block).toContain(String.raw`'https://a.example/'\''$(id)%60x%60/otlp'`);
});
