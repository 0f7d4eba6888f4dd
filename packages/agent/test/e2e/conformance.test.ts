// The whole agent under the conformance suite, each a process's distance from the other: command line and HTTP alone.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { fromSources } from '@governance-agent/testkit';
import { testAgent, type TestAgent } from '../support/test-agent.ts';
import { licenceHeader } from './licences.ts';

const MAIN = path.join(import.meta.dirname, '../../../../conformance/main.ts');
const NODE = fromSources(MAIN);
const MAX_BODY_BYTES = 4 * 1024 * 1024;

interface Report {
  readonly summary: Readonly<Record<string, unknown>>;
  readonly results: readonly { readonly id: string; readonly outcome: string; readonly reason?: string }[];
}

/** Rejects where the exit code is not 0, that is where a MUST is broken. */
async function conformance(agent: TestAgent): Promise<Report> {
  const args = ['--endpoint', agent.url, '--auth', await licenceHeader(agent)];
  const forbidden = await licenceHeader(agent, { features: ['other'] });
  const limits = ['--max-body', String(MAX_BODY_BYTES), '--oversize', '5'];
  const all = [...NODE, ...args, '--forbidden-auth', forbidden, ...limits, '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, all, { maxBuffer: 16 * 1024 * 1024 });
  return JSON.parse(stdout) as Report;
}

it('breaks no MUST, and differs in one case: it reads the names of enum values', async () => {
  const agent = await testAgent('sqlite', { INGEST_MAX_BODY_BYTES: String(MAX_BODY_BYTES) });
  try {
    const { summary, results } = await conformance(agent);
    expect(summary).toMatchObject({ cases: 189, failed: 0 });
    const others = results.filter(({ outcome }) => outcome !== 'passed');
    expect(others.map(({ id, outcome }) => `${id} ${outcome}`)).toEqual([
      'OTLP-HTTP-225 differs',
      'OTLP-HTTP-904 skipped',
      'OTLP-HTTP-905 skipped',
    ]);
  } finally {
    await agent.remove();
  }
});
