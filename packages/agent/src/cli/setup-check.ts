// `setup --check`: waits for the first event and says what arrived, or why it was refused.
import type { Command } from 'commander';
import { AgentError } from '../errors.ts';
import { adviceOn } from '../health/advice.ts';
import type { SenderChange } from '../health/health-changes.ts';
import { awaitArrival, type Arrival } from '../setup/await-arrival.ts';
import { agentAnswers } from '../doctor/agent-answers.ts';
import type { Settings } from '../config/settings.ts';
import { settingsOf, withCommonOptions, type CommonOptions } from './common-options.ts';
import { print, printJson, say, type CommandIo } from './io.ts';
import { printable } from './table.ts';
import { withReadStore } from './with-store.ts';

interface Options extends CommonOptions {
  readonly check?: true;
  readonly tenant?: string;
  readonly timeout: string;
  readonly userAgent?: string;
}

export function withSetupCheck(io: CommandIo, command: Command): Command {
  // Options behind a subcommand are the subcommand's own.
  return withCommonOptions(command.enablePositionalOptions())
    .option('--check', 'wait for the first event and say what arrived')
    .option('--tenant <tenant>', 'with --check: whose events; by default anybody’s')
    .option('--user-agent <name>', 'with --check: only a sender whose name begins so')
    .option('--timeout <time>', 'with --check: how long to wait, such as 120s or 5m', '120s')
    .action(async (options: Options) => {
      if (options.check === undefined)
        throw new AgentError(
          'usage',
          'Say what to set up: claude-code, script, managed-settings or cowork; or --check',
        );
      const settings = await settingsOf(io, options);
      const timeoutMs = durationOf(options.timeout);
      const arrival = await waitFor(io, settings, options, timeoutMs);
      await report(io, settings, options, arrival);
      if (!arrival.arrived) io.setExitCode(1);
    });
}

function waitFor(io: CommandIo, settings: Settings, options: Options, timeoutMs: number): Promise<Arrival> {
  const { tenant, userAgent, timeout } = options;
  const told = new Set<string>();
  const tell = (line: string): void => {
    if (!told.has(line)) say(io, line);
    told.add(line);
  };
  // Said at the first look and not before: what comes from here on is seen.
  const progress = (changes: readonly SenderChange[]): void => {
    tell(`waiting up to ${timeout} for an event${tenant === undefined ? '' : ` of tenant ${tenant}`}`);
    for (const line of changes.flatMap(refusalLines)) tell(line);
  };
  const elapsed = (): number => performance.now();
  return withReadStore(settings, (database) =>
    awaitArrival({ database, tenant, userAgent, timeoutMs, elapsed, progress }),
  );
}

function refusalLines({ tenant, user_agent, rejected }: SenderChange): string[] {
  const whose = tenant === null ? 'no tenant known' : `tenant ${tenant}`;
  return Object.keys(rejected).map((reason) =>
    printable(`refused: ${reason} (${user_agent}, ${whose}). ${adviceOn(reason)}`),
  );
}

async function report(io: CommandIo, settings: Settings, options: Options, arrival: Arrival): Promise<void> {
  const { arrived, senders, rows } = arrival;
  const answers = await agentAnswers(settings);
  if (options.json) {
    const advised = senders.map((sender) => ({ ...sender, what_to_do: adviceFor(sender) }));
    printJson(io, { arrived, agent: answers, senders: advised, rows });
    return;
  }
  for (const line of arrived ? arrivedText(arrival) : nothingText(senders, answers))
    print(io, printable(line));
}

function adviceFor({ rejected }: SenderChange): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.keys(rejected).map((reason) => [reason, adviceOn(reason)]));
}

function arrivedText({ senders, rows }: Arrival): string[] {
  const landed = senders.filter(({ accepted_requests }) => accepted_requests > 0);
  return [
    'Telemetry arrives.',
    ...landed.flatMap((sender) => [
      `  from     ${sender.user_agent}, tenant ${sender.tenant ?? 'unknown'}, ${listed(sender.protocols)}`,
      ...(Object.keys(sender.clients).length > 0 ? [`  client   ${listed(sender.clients)}`] : []),
      `  stored   ${sender.records} new, ${sender.duplicates} that were there already, ${sender.rejected_records} unreadable`,
      // Rows and metric points.
      `  dataset  ${listed(sender.datasets)}`,
    ]),
    ...(rows.count === 0
      ? []
      : [
          `  events   ${listed(rows.events)}`,
          `  plane    ${listed(rows.planes)}`,
          `  content  ${listed(rows.content)}`,
          `  masked   ${Object.keys(rows.masked).length === 0 ? 'nothing to mask so far' : listed(rows.masked)}`,
        ]),
    ...(senders.some(({ rejected }) => Object.keys(rejected).length > 0)
      ? ['Some requests were refused as well, see above.']
      : []),
  ];
}

function nothingText(senders: readonly SenderChange[], agent: string): string[] {
  if (senders.some(({ rejected }) => Object.keys(rejected).length > 0)) {
    return ['Telemetry comes and is refused:', ...senders.flatMap(refusalLines).map((line) => `  ${line}`)];
  }
  if (senders.length > 0)
    return ['Empty exports arrive: the credential is good, and no event was in them yet.'];
  return [
    'Nothing arrived.',
    `  agent    ${agent}`,
    '  client   start it anew in the shell with the variables, and give it something to do',
    '  client   claude --debug shows its export errors; nothing else does',
    '  network  a proxy in between, an endpoint other than the agent, a gateway login',
  ];
}

function listed(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${name} (${count})`)
    .join(', ');
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 };

function durationOf(text: string): number {
  const [, amount = '', unit = 's'] = /^(\d{1,6})(ms|s|m)?$/.exec(text) ?? [];
  if (amount === '') throw new AgentError('usage', '--timeout takes a time such as 120s or 5m');
  return Number(amount) * (UNITS[unit] ?? 1000);
}
