// What the demo says of its own rows: the newest of them, sessions, usage and the verdict.
import {
  readDecisions,
  readSessions,
  readUsage,
  verify,
  type Database,
  type VerifyReport,
} from '@governance-agent/audit-core';
import type { Settings } from '../config/settings.ts';
import { DEMO_TENANT } from '../evaluation.ts';
import { readPublicKeys } from '../keys/key-history.ts';
import { openStore } from '../store.ts';
import { feedTable } from './feed.ts';
import { print, printJson, type CommandIo } from './io.ts';
import { sessionsTable } from './sessions.ts';
import { usageTable } from './usage.ts';
import { verdictText } from './verdict-text.ts';

/** Where a person or a program goes on looking. */
export interface PortalAccess {
  readonly url: string;
  readonly token: string | undefined;
}

/** Tables are for a screen; whoever wants all of it has `--json`, the API and the portal. */
const NEWEST_DECISIONS = 50;
const NEWEST_SESSIONS = 20;
const GROUPS = 12;

/** Prints, and sets exit code 1 where nothing arrived or the chain does not verify. */
export async function reportDemo(
  io: CommandIo,
  settings: Settings,
  json: boolean,
  portal: PortalAccess,
): Promise<void> {
  const { databaseUrl, dataDir } = settings;
  const database = await openStore({ databaseUrl, migrate: 'never', say: () => undefined });
  try {
    const trustedKeys = await readPublicKeys(dataDir);
    const verdict = await verify({ database, trustedKeys, mode: 'deep', clock: io.clock });
    if (json) await printResult(io, database, verdict, portal);
    else await printTables(io, database, verdict);
    const rows = verdict.chains.reduce((sum, chain) => sum + chain.rows, 0);
    if (verdict.verdict !== 'verified' || rows === 0) io.setExitCode(1);
  } finally {
    await database.close();
  }
}

async function printTables(io: CommandIo, database: Database, verdict: VerifyReport): Promise<void> {
  const { decisions } = await readDecisions(database, DEMO_TENANT, { limit: NEWEST_DECISIONS });
  print(io, `Decisions, the newest\n${feedTable(decisions)}`);
  const { sessions } = await readSessions(database, DEMO_TENANT, { limit: NEWEST_SESSIONS });
  print(io, `Sessions, the newest\n${sessionsTable(sessions)}`);
  for (const by of ['user', 'model', 'tool', { attribute: 'team' }] as const) {
    const report = await readUsage(database, DEMO_TENANT, { by, limit: GROUPS });
    print(io, `Usage by ${report.by}\n${usageTable(report.by, report.usage)}`);
  }
  print(io, `Verification\n${verdictText(verdict)}`);
}

async function printResult(
  io: CommandIo,
  database: Database,
  verification: VerifyReport,
  { url, token }: PortalAccess,
): Promise<void> {
  const { decisions } = await readDecisions(database, DEMO_TENANT, { limit: 1000 });
  const { sessions } = await readSessions(database, DEMO_TENANT);
  const { usage } = await readUsage(database, DEMO_TENANT, { by: 'user' });
  printJson(io, { decisions, sessions, usage, verification, portal: { url, token: token ?? null } });
}
