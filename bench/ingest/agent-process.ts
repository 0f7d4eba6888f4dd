// An agent in a process of its own, as a user would start it.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { agentProgram } from '../agent-program.ts';
import { runDirectory } from '../store/directories.ts';

/** Of the agent's process so far (Linux; zeros elsewhere). */
export interface Usage {
  readonly cpuSeconds: number;
  /** resident memory at most since the start */
  readonly peakMiB: number;
}

export interface RunningAgent {
  readonly url: string;
  readonly authorization: string;
  readonly dataDir: string;
  readonly pid: number;
  usage(): Promise<Usage>;
  cli(...args: readonly string[]): Promise<string>;
  stop(): Promise<void>;
}

/** On an empty store of its own, or on the store that the environment names. */
export async function startAgent(environment: Readonly<Record<string, string>> = {}): Promise<RunningAgent> {
  const given = environment['DATA_DIR'];
  const dataDir = given ?? (await runDirectory());
  const quiet = { PORT: '0', PORTAL_ENABLED: 'false', LOG_LEVEL: 'warn' };
  const env = { ...process.env, ...quiet, ...environment, DATA_DIR: dataDir };
  const program = agentProgram();
  const child = spawn(process.execPath, [...program, 'start', '--json'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const forget = endWithThis(child);
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
    cli: (...args) => runCli([...program, ...args], env),
    stop: async () => {
      forget();
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
      if (given === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Longer than whatever else has to be taken down takes. */
const FAREWELL_MS = 3000;

/** An agent must not outlive a benchmark that is interrupted. @returns what ends the watch */
function endWithThis(child: ChildProcess): () => void {
  const end = (): void => {
    child.kill('SIGTERM');
    setTimeout(() => process.exit(143), FAREWELL_MS);
  };
  process.once('SIGINT', end).once('SIGTERM', end);
  return () => void process.off('SIGINT', end).off('SIGTERM', end);
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
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  for await (const chunk of child.stdout) output += String(chunk);
  return output;
}

const TICKS_PER_SECOND = 100;

async function usageOf(pid: number): Promise<Usage> {
  if (process.platform !== 'linux') return { cpuSeconds: 0, peakMiB: 0 };
  const stat = (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/^.*\) /, '').split(' ');
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const peak = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0);
  return { cpuSeconds: (Number(stat[11]) + Number(stat[12])) / TICKS_PER_SECOND, peakMiB: peak / 1024 };
}
