// A client that knows nothing but the environment that a set-up gave it.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { processEnvironment } from '@governance-agent/testkit';
import { ensureIssuerKey } from '../../src/access/issuer-key.ts';
import { issueLicence } from '../../src/access/issue-licence.ts';
import type { TestAgent } from '../support/test-agent.ts';

const run = promisify(execFile);
const CHILD = path.join(import.meta.dirname, '../processes/export-by-environment.ts');
const NODE = [process.execPath, '--disable-warning=ExperimentalWarning', CHILD];

type Variables = Readonly<Record<string, string>>;

/** Sends one event with exactly this environment; resolves to the variables it saw. */
export async function exportWith(env: Variables): Promise<Variables> {
  const [node = '', ...args] = NODE;
  const { stdout } = await run(node, args, { env: { ...processEnvironment(), ...env } });
  return JSON.parse(stdout) as Variables;
}

/** The same from within a shell that has run the block. */
export async function exportInShell(
  shell: string,
  block: string,
  before: Variables = {},
): Promise<Variables> {
  const command = `${block}\nexec "$@"`;
  const env = { ...processEnvironment(), ...before };
  const { stdout } = await run(shell, ['-euc', command, shell, ...NODE], { env });
  return JSON.parse(stdout) as Variables;
}

/** What a shell makes of a block, by name. */
export async function variablesIn(shell: string, block: string, names: readonly string[]): Promise<string[]> {
  const command = `${block}\nprintf '%s\\0' ${names.map((name) => `"$${name}"`).join(' ')}`;
  const { stdout } = await run(shell, ['-euc', command], { env: {} });
  return stdout.split('\0').slice(0, -1);
}

export async function licenceOf(
  agent: TestAgent,
  order: { org?: string; tenant?: string } = {},
): Promise<string> {
  const now = agent.clock.now();
  const expiresAt = Math.floor(now / 1000) + 86_400;
  const usual = { org: 'acme', tenant: 'acme', tier: 'standard', features: ['otel_ingest'], expiresAt };
  return (await issueLicence(await ensureIssuerKey(agent.dataDir), { ...usual, ...order }, now)).key;
}
