// `demo`: a real capture through HTTP into a temporary store, and everything that can be said about it.
import {
  readDecisions,
  readSessions,
  readUsage,
  verify,
  type Database,
  type VerifyReport,
} from '@governance-agent/audit-core';
import { Command } from 'commander';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bootAgent } from '../boot.ts';
import type { Settings } from '../config/settings.ts';
import type { Agent } from '../create-agent.ts';
import { sendCaptures } from '../demo/send-captures.ts';
import { AgentError } from '../errors.ts';
import { DEMO_TENANT, ensureEvaluationLicence } from '../evaluation.ts';
import { untilShutdown } from '../shutdown.ts';
import { readPublicKeys } from '../keys/key-history.ts';
import { openStore } from '../store.ts';
import { settingsOf, withCommonOptions, type CommonOptions } from './common-options.ts';
import { feedTable } from './feed.ts';
import { print, printJson, say, type CommandIo } from './io.ts';
import { loggerFor } from './serve.ts';
import { sessionsTable } from './sessions.ts';
import { usageTable } from './usage.ts';
import { verdictText } from './verdict-text.ts';

interface Options extends CommonOptions {
  readonly exit?: true;
}

export function demoCommand(io: CommandIo): Command {
  return withCommonOptions(
    new Command('demo').description('send a bundled capture and show what becomes of it'),
  )
    .option('--exit', 'leave after printing')
    .action(async (options: Options) => {
      const directory = await mkdtemp(path.join(tmpdir(), 'governance-agent-demo-'));
      try {
        await demonstrate(io, demoSettings(await settingsOf(io, options), directory), options);
      } finally {
        await rm(directory, { recursive: true, force: true });
      }
    });
}

/** The demo touches no real store and no real key, and it always ingests. */
function demoSettings(settings: Settings, dataDir: string): Settings {
  const databaseUrl = `sqlite:${path.join(dataDir, 'audit.db')}`;
  const place = { dataDir, databaseUrl, licensePublicKeys: [], ingestPathPrefix: '' };
  return { ...settings, ...place, otelIngestEnabled: true, logLevel: 'warn', logFormat: 'text' };
}

async function demonstrate(io: CommandIo, settings: Settings, options: Options): Promise<void> {
  const logger = loggerFor(io, settings);
  const agent = await bootAgent({ settings, logger, clock: io.clock, migrate: 'always' });
  try {
    const ended = untilShutdown({ process: io.process, logger, close: () => agent.close() });
    const url = await listenSomewhere(agent);
    const license = await ensureEvaluationLicence(settings.dataDir, io.clock);
    say(io, `sent ${await sendCaptures(url, DEMO_TENANT, license)} requests of a real client to ${url}`);
    await report(io, settings, options);
    if (options.exit) return;
    say(io, `still serving at ${url}; stop with Ctrl+C`);
    await ended;
  } finally {
    await agent.close();
  }
}

/** The configured port if it is free, else any. */
async function listenSomewhere(agent: Agent): Promise<string> {
  try {
    return await agent.listen();
  } catch (error) {
    if (error instanceof AgentError && error.code === 'port_unavailable') return agent.listen(0);
    throw error;
  }
}

async function report(io: CommandIo, settings: Settings, { json }: Options): Promise<void> {
  const { databaseUrl, dataDir } = settings;
  const database = await openStore({ databaseUrl, migrate: 'never', say: () => undefined });
  try {
    const trustedKeys = await readPublicKeys(dataDir);
    const verdict = await verify({ database, trustedKeys, mode: 'deep', clock: io.clock });
    if (json) await printResult(io, database, verdict);
    else await printTables(io, database, verdict);
    const rows = verdict.chains.reduce((sum, chain) => sum + chain.rows, 0);
    if (verdict.verdict !== 'verified' || rows === 0) io.setExitCode(1);
  } finally {
    await database.close();
  }
}

async function printTables(io: CommandIo, database: Database, verdict: VerifyReport): Promise<void> {
  print(io, `Decisions\n${feedTable((await readDecisions(database, DEMO_TENANT)).decisions)}`);
  print(io, `Sessions\n${sessionsTable((await readSessions(database, DEMO_TENANT)).sessions)}`);
  for (const by of ['user', 'model', 'tool'] as const) {
    const { usage } = await readUsage(database, DEMO_TENANT, { by });
    print(io, `Usage by ${by}\n${usageTable(by, usage)}`);
  }
  print(io, `Verification\n${verdictText(verdict)}`);
}

async function printResult(io: CommandIo, database: Database, verification: VerifyReport): Promise<void> {
  const { decisions } = await readDecisions(database, DEMO_TENANT, { limit: 1000 });
  const { sessions } = await readSessions(database, DEMO_TENANT);
  const { usage } = await readUsage(database, DEMO_TENANT, { by: 'user' });
  printJson(io, { decisions, sessions, usage, verification });
}
