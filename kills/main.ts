// `pnpm kills [--kills N] [--store sqlite|postgres|both] [--database-url URL]`: kill -9 of a real agent under load, N times a store.
import { cpus } from 'node:os';
import path from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { postgresServer, temporaryDirectory } from '@governance-agent/testkit';
import { isGood, killsTable } from './report.ts';
import { runKills, type KillsReport } from './run-kills.ts';

interface Options {
  readonly kills: number;
  readonly store: 'sqlite' | 'postgres' | 'both';
  readonly databaseUrl?: string;
}

const number = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError('must be a whole number above 0');
  return value;
};

const { kills, store, databaseUrl } = new Command('kills')
  .option('--kills <n>', 'how often the agent is killed on each store', number, 200)
  .addOption(
    new Option('--store <kind>', 'where rows go').choices(['sqlite', 'postgres', 'both']).default('both'),
  )
  .option('--database-url <url>', 'an empty PostgreSQL database to use instead of a server of its own')
  .parse()
  .opts<Options>();

const reports = new Map<string, KillsReport>();
console.log(
  `kills: ${cpus().length} cores, Node ${process.versions.node}, ${process.platform} ${process.arch}`,
);
if (store !== 'postgres') reports.set('SQLite', await onSqlite());
if (store !== 'sqlite') reports.set('PostgreSQL', await onPostgres());
console.log(`\n${killsTable(reports)}`);
if (![...reports.values()].every(isGood)) process.exitCode = 1;

async function onSqlite(): Promise<KillsReport> {
  const { path: dataDir, remove } = await temporaryDirectory();
  const report = await tried({ dataDir, databaseUrl: `sqlite:${path.join(dataDir, 'audit.db')}` });
  if (isGood(report)) await remove();
  else console.error(`kept for a look: ${dataDir}`);
  return report;
}

async function onPostgres(): Promise<KillsReport> {
  const { path: dataDir, remove } = await temporaryDirectory();
  const server = databaseUrl === undefined ? await postgresServer() : undefined;
  try {
    return await tried({ dataDir, databaseUrl: databaseUrl ?? server?.url ?? '' });
  } finally {
    await server?.remove();
    await remove();
  }
}

function tried(place: Parameters<typeof runKills>[0]['place']): Promise<KillsReport> {
  const onKill = (count: number, acknowledged: number): void => {
    if (count % 10 === 0) console.error(`${count} kills, ${acknowledged} batches acknowledged`);
  };
  return runKills({ place, kills, onKill });
}
