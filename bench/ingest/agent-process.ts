// An agent in a process of its own on an empty store, as a user would start it.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const main = path.join(import.meta.dirname, '../../packages/agent/src/main.ts');
const flags = ['--disable-warning=ExperimentalWarning', '--conditions=@governance-agent/source'];

export interface RunningAgent {
  readonly url: string;
  readonly authorization: string;
  readonly dataDir: string;
  readonly pid: number;
  /** CPU seconds and peak memory of the agent's process so far (Linux; zeros elsewhere). */
  usage(): Promise<{ readonly cpuSeconds: number; readonly peakMiB: number }>;
  cli(...args: readonly string[]): Promise<string>;
  stop(): Promise<void>;
}

export async function startAgent(environment: Readonly<Record<string, string>> = {}): Promise<RunningAgent> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'governance-agent-bench-'));
  const env = { ...process.env, DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'warn', ...environment };
  const child = spawn(process.execPath, [...flags, main, 'start', '--json'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { url, org, license } = JSON.parse(await firstLine(child)) as Record<
    'url' | 'org' | 'license',
    string
  >;
  return {
    url,
    dataDir,
    pid: child.pid ?? 0,
    authorization: `Basic ${Buffer.from(`${org}:${license}`).toString('base64')}`,
    usage: () => usageOf(child.pid ?? 0),
    cli: (...args) => runCli(args, env),
    stop: async () => {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function firstLine(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    if (text.includes('\n')) return text.slice(0, text.indexOf('\n'));
  }
  throw new Error('the agent ended before it listened');
}

async function runCli(args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(process.execPath, [...flags, main, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  for await (const chunk of child.stdout) output += String(chunk);
  return output;
}

const TICKS_PER_SECOND = 100;

async function usageOf(pid: number): Promise<{ cpuSeconds: number; peakMiB: number }> {
  if (process.platform !== 'linux') return { cpuSeconds: 0, peakMiB: 0 };
  const stat = (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/^.*\) /, '').split(' ');
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const peak = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0);
  return { cpuSeconds: (Number(stat[11]) + Number(stat[12])) / TICKS_PER_SECOND, peakMiB: peak / 1024 };
}
