// Runs the build steps of deploy/Dockerfile in a scratch folder, without a container, and tries what comes out of them.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const scratch = mkdtempSync(path.join(tmpdir(), 'governance-agent-image-'));
const [source, out, data] = ['src', 'out', 'data'].map((name) => path.join(scratch, name)) as [
  string,
  string,
  string,
];
const main = path.join(out, 'app/dist/main.js');

try {
  copySources();
  for (const step of buildSteps()) run(step);
  // What still leans on the sources fails from here on.
  rmSync(source, { recursive: true });
  await tryAgent();
  console.log('the image steps hold');
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** What git knows or would take, without what the image's ignore file leaves out of the repository's own folders. */
function copySources(): void {
  const { stdout } = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const left = /^(\.ci|deploy|docs)\/|(^|\/)\.env|\.pem$|\.db(-.*)?$/;
  for (const file of stdout.split('\0').filter((name) => name !== '' && !left.test(name))) {
    cpSync(file, path.join(source, file));
  }
}

function buildSteps(): string[] {
  const text = readFileSync('deploy/Dockerfile', 'utf8');
  const [, pnpm = ''] = /^ARG PNPM=(.+)$/m.exec(text) ?? [];
  mkdirSync(out);
  const steps = [...text.matchAll(/^RUN (.+)$/gm)].map(([, step = '']) => step);
  return steps.map((step) => step.replaceAll('${PNPM}', pnpm).replaceAll('/out', out));
}

function run(step: string): void {
  console.log(`> ${step.replaceAll(scratch, '…')}`);
  const { status } = spawnSync(step, { cwd: source, shell: true, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`step failed: ${step}`);
}

function agent(...args: string[]): ChildProcess {
  const env = { ...process.env, DATA_DIR: data, PORT: '0', NODE_ENV: 'production' };
  return spawn(process.execPath, [main, ...args], { cwd: path.join(out, 'app'), env });
}

async function tryAgent(): Promise<void> {
  const child = agent('start', '--json');
  const ended = once(child, 'close');
  const { url, license } = (await firstJson(child)) as { url: string; license: string };
  const page = await fetch(url);
  expect('the portal', [page.status, (await page.text()).includes('<div id=')], [200, true]);
  expect('readiness', (await fetch(`${url}/readyz`)).status, 200);
  expect('a record', await send(url, license), 200);
  child.kill('SIGTERM');
  expect('the end', await ended, [0, null]);
  const report = (await firstJson(agent('verify', '--json'))) as {
    verdict: string;
    chains: { rows: number }[];
  };
  // The token and the licence of a first start are rows, too.
  expect('verification', [report.verdict, report.chains[0]?.rows], ['verified', 3]);
}

async function send(url: string, license: string): Promise<number> {
  const attributes = [{ key: 'event.name', value: { stringValue: 'user_prompt' } }];
  const record = {
    timeUnixNano: '1795230615520000000',
    body: { stringValue: 'claude_code.user_prompt' },
    attributes,
  };
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'claude-code' } }] };
  const body = JSON.stringify({ resourceLogs: [{ resource, scopeLogs: [{ logRecords: [record] }] }] });
  const authorization = `Basic ${Buffer.from(`demo:${license}`).toString('base64')}`;
  const headers = { authorization, 'content-type': 'application/json' };
  return (await fetch(`${url}/v1/logs`, { method: 'POST', headers, body })).status;
}

async function firstJson(child: ChildProcess): Promise<unknown> {
  let text = '';
  child.stderr?.resume();
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    if (text.includes('\n')) break;
  }
  return JSON.parse(text);
}

function expect(what: string, found: unknown, wanted: unknown): void {
  if (JSON.stringify(found) !== JSON.stringify(wanted)) {
    throw new Error(`${what}: ${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`);
  }
  console.log(`ok  ${what}`);
}
