// Runs the load generator in a process of its own, and tells when it begins and ends.
import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { SOURCE_FLAGS } from '@governance-agent/testkit';
import type { GeneratorReport, LoadPlan } from './generator.ts';

const program = path.join(import.meta.dirname, 'generator.ts');

export interface LoadHooks {
  /** Once every request is made, before the first is sent. */
  readonly begins: () => Promise<void>;
}

export async function generateLoad(plan: LoadPlan, { begins }: LoadHooks): Promise<GeneratorReport> {
  // JSON knows no endless latency.
  const child = fork(program, { execArgv: [...SOURCE_FLAGS], serialization: 'advanced' });
  try {
    child.send(plan);
    await messageOf(child);
    await begins();
    child.send('go');
    return (await messageOf(child)) as GeneratorReport;
  } finally {
    child.kill();
  }
}

function messageOf(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void =>
      reject(new Error(`the load generator ended early (exit code ${code ?? 'none'})`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message);
    });
  });
}
