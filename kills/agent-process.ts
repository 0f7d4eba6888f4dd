// A real agent as a process of its own, to be killed; and its command line beside it.
import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fromSources, processEnvironment } from '@governance-agent/testkit';

const MAIN = path.join(import.meta.dirname, '../packages/agent/src/main.ts');
const NODE = fromSources(MAIN);

export interface AgentPlace {
  readonly dataDir: string;
  readonly databaseUrl: string;
}

export interface AgentProcess {
  readonly child: ChildProcess;
  /** Resolves to the base URL; undefined where the process ended before it listened. */
  readonly listening: Promise<string | undefined>;
  /** Resolves to exit code and signal. */
  readonly ended: Promise<readonly [code: number | null, signal: string | null]>;
}

export function startAgent(place: AgentPlace): AgentProcess {
  // What it says before it is killed is about this run: seen at once, kept nowhere.
  const child = run(['serve', '--migrate', '--json'], place, 'inherit');
  const ended = new Promise<readonly [number | null, string | null]>((resolve) => {
    child.once('close', (code, signal) => resolve([code, signal]));
  });
  return { child, listening: firstUrl(child), ended };
}

/** Rejects where the command could not do its work; a finding (exit code 1) is an answer. */
export async function agentJson(args: readonly string[], place: AgentPlace): Promise<unknown> {
  const child = run([...args, '--json'], place, 'pipe');
  const [answer, talk] = await Promise.all([outputOf(child.stdout), outputOf(child.stderr)]);
  if (answer === '') throw new Error(`${args.join(' ')} failed: ${talk}`);
  return JSON.parse(answer);
}

function run(
  args: readonly string[],
  { dataDir, databaseUrl }: AgentPlace,
  stderr: 'inherit' | 'pipe',
): ChildProcess {
  const places = { DATA_DIR: dataDir, DATABASE_URL: databaseUrl, PORT: '0', OTLP_GRPC_ENABLED: 'false' };
  const env = { ...processEnvironment(), LOG_LEVEL: 'error', ...places };
  return spawn(process.execPath, [...NODE, ...args], { env, stdio: ['ignore', 'pipe', stderr] });
}

function outputOf(stream: NodeJS.ReadableStream | null): Promise<string> {
  return stream === null ? Promise.resolve('') : text(stream);
}

function firstUrl(child: ChildProcess): Promise<string | undefined> {
  return new Promise((resolve) => {
    let seen = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      seen += chunk.toString();
      const [, url] = /"url":"(http:[^"]+)"/.exec(seen) ?? [];
      if (url !== undefined) resolve(url);
    });
    child.once('close', () => resolve(undefined));
  });
}
