// An agent with the month of the demo, in a process of its own, or one that runs already.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { agentProgram } from '../agent-program.ts';

export interface PortalAgent {
  readonly url: string;
  /** May read, and administer where the pages of administrators are wanted. */
  readonly token: string;
  stop(): Promise<void>;
}

/** A URL and a token name an agent that runs already; without them the demo is started. */
export async function portalAgent(url: string | undefined, token: string | undefined): Promise<PortalAgent> {
  if (url === undefined) return startDemo();
  if (token === undefined) throw new Error('A URL needs a token beside it');
  return { url: url.replace(/\/+$/, ''), token, stop: () => Promise.resolve() };
}

async function startDemo(): Promise<PortalAgent> {
  const env = { ...process.env, PORT: '0' };
  const child = spawn(process.execPath, [...agentProgram(), 'demo', '--json'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const { portal } = JSON.parse(line) as { portal: { url: string; token: string } };
    const stop = async (): Promise<void> => {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    };
    return { ...portal, stop };
  }
  throw new Error('The demo ended before it served');
}
