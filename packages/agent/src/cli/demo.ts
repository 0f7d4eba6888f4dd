// `demo`: a month of real captures through HTTP into a temporary store, and everything that can be said about it.
import { Command } from 'commander';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bootAgent } from '../boot.ts';
import type { Settings } from '../config/settings.ts';
import type { Agent } from '../create-agent.ts';
import { readCaptures } from '../demo/captures.ts';
import { countRequests, generateRuns } from '../demo/generate-requests.ts';
import { MOST_PEOPLE } from '../demo/people.ts';
import { planVisits } from '../demo/plan-visits.ts';
import { sendMisconfigured } from '../demo/send-misconfigured.ts';
import { sendRequests } from '../demo/send-requests.ts';
import { AgentError } from '../errors.ts';
import { DEMO_TENANT } from '../evaluation.ts';
import { untilShutdown } from '../shutdown.ts';
import { settingsOf, withCommonOptions, type CommonOptions } from './common-options.ts';
import { demoSize, MOST_DAYS, type DemoNumbers, type DemoSize } from './demo-options.ts';
import { reportDemo, type PortalAccess } from './demo-report.ts';
import { demoFarewell } from './demo-farewell.ts';
import { print, say, type CommandIo } from './io.ts';
import { prepareEvaluation, type Evaluation } from './prepare-evaluation.ts';
import { createSendProgress } from './send-progress.ts';
import { loggerFor } from './serve.ts';

interface Options extends CommonOptions, DemoNumbers {
  readonly exit?: true;
}

export function demoCommand(io: CommandIo): Command {
  return withCommonOptions(
    new Command('demo').description('send a month of bundled captures and show what becomes of them'),
  )
    .option('--exit', 'leave after printing')
    .option('--days <days>', `how far back, today included, 1 to ${MOST_DAYS}`, '30')
    .option('--users <users>', `how many people, 1 to ${MOST_PEOPLE}`, '8')
    .option('--seed <text>', 'another text, another month', 'demo')
    .action(async (options: Options) => {
      const size = demoSize(options);
      const directory = await mkdtemp(path.join(tmpdir(), 'governance-agent-demo-'));
      try {
        await demonstrate(io, demoSettings(await settingsOf(io, options), directory), options, size);
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

async function demonstrate(
  io: CommandIo,
  settings: Settings,
  options: Options,
  size: DemoSize,
): Promise<void> {
  const logger = loggerFor(io, settings);
  const evaluation = await prepareEvaluation(io, settings);
  const agent = await bootAgent({ settings, logger, clock: io.clock, migrate: 'always' });
  const stopping = new AbortController();
  const close = (): Promise<void> => {
    stopping.abort();
    return agent.close();
  };
  try {
    const ended = untilShutdown({ process: io.process, logger, close });
    const url = await listenSomewhere(agent);
    await sendMonth(io, url, evaluation, size, stopping.signal);
    if (!stopping.signal.aborted) await show(io, settings, options, { url, token: evaluation.token });
    if (options.exit !== true) await ended;
  } finally {
    await agent.close();
  }
}

async function show(
  io: CommandIo,
  settings: Settings,
  options: Options,
  portal: PortalAccess,
): Promise<void> {
  const [json, exit] = [options.json === true, options.exit === true];
  await reportDemo(io, settings, json, portal);
  if (!json) print(io, demoFarewell(portal, settings, exit));
  if (!exit) say(io, `still serving at ${portal.url}; stop with Ctrl+C`);
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

async function sendMonth(
  io: CommandIo,
  url: string,
  { license = '' }: Evaluation,
  size: DemoSize,
  signal: AbortSignal,
): Promise<void> {
  const visits = planVisits({ captures: await readCaptures(), now: io.clock.now(), ...size });
  const total = countRequests(visits);
  say(io, `sending ${total} requests of ${visits.length} runs of real clients to ${url}`);
  const progress = createSendProgress(io, total);
  const { onSent } = progress;
  try {
    const runs = generateRuns(visits);
    await sendMisconfigured({ url, org: DEMO_TENANT, license }, visits[0]?.capture.requests ?? []);
    await sendRequests({ url, org: DEMO_TENANT, license, runs, onSent, signal });
  } finally {
    progress.stop();
  }
}
