// `setup claude-code`: the environment that makes Claude Code send its telemetry here, ready to paste.
import { Command, Option } from 'commander';
import { environmentFor, type ContentSwitch, CONTENT_SWITCHES } from '../setup/claude-code-environment.ts';
import { renderEnvironment, SHELLS, type Shell } from '../setup/render-environment.ts';
import { AgentError } from '../errors.ts';
import { settingsOf, withCommonOptions, type CommonOptions } from './common-options.ts';
import { print, printJson, say, type CommandIo } from './io.ts';
import { readSecretArgument } from './secret-argument.ts';

interface Options extends CommonOptions {
  readonly endpoint?: string;
  readonly org?: string;
  readonly license?: string;
  readonly content?: string;
  readonly protocol: 'http/protobuf' | 'http/json';
  readonly signals: string;
  readonly logsInterval: string;
  readonly metricsInterval: string;
  readonly shell: Shell;
}

export function setupCommand(io: CommandIo): Command {
  return new Command('setup')
    .description('what to roll out to clients')
    .addCommand(setupClaudeCodeCommand(io));
}

function setupClaudeCodeCommand(io: CommandIo): Command {
  return withCommonOptions(
    new Command('claude-code').description('environment for Claude Code, ready to paste'),
  )
    .option('--endpoint <url>', 'base URL of this agent, without /v1/logs; by default HOST and PORT')
    .option('--org <org>', 'org of the licence')
    .option('--license <licence>', 'licence key, or - to read it from standard input')
    .option(
      '--content <list>',
      `content to capture: ${Object.keys(CONTENT_SWITCHES).join(', ')}; by default none`,
    )
    .addOption(
      new Option('--protocol <protocol>').choices(['http/protobuf', 'http/json']).default('http/protobuf'),
    )
    .option('--signals <list>', 'logs, metrics', 'logs')
    .option('--logs-interval <ms>', 'how often logs are sent', '5000')
    .option('--metrics-interval <ms>', 'how often metrics are sent', '60000')
    .addOption(
      new Option('--shell <shell>', 'json is the env part of a settings file')
        .choices(SHELLS)
        .default('bash'),
    )
    .action(async (options: Options) => {
      const settings = await settingsOf(io, options);
      const endpoint = baseUrl(io, options.endpoint ?? `http://${settings.host}:${settings.port}`);
      const license =
        options.license === undefined ? undefined : await readSecretArgument(io, options.license);
      const variables = environmentFor({ ...options, endpoint, license, ...checked(options) });
      if (license === undefined)
        say(io, 'note: replace the placeholder by base64 of org:license-key, or give --org and --license');
      if (options.json) printJson(io, { env: variables });
      else print(io, renderEnvironment(variables, options.shell));
    });
}

/** A full ingest path would be doubled by the client, which appends /v1/logs itself. */
function baseUrl(io: CommandIo, endpoint: string): string {
  if (!URL.canParse(endpoint) || !/^https?:$/.test(new URL(endpoint).protocol)) {
    throw new AgentError('usage', '--endpoint takes an http or https URL');
  }
  const base = endpoint.replace(/\/+$/, '').replace(/\/v1\/(logs|metrics|traces)$/, '');
  if (base !== endpoint.replace(/\/+$/, ''))
    say(io, `note: using the base URL ${base}; clients append the path`);
  return base;
}

function checked(options: Options) {
  const content = words(options.content);
  const signals = words(options.signals);
  const known = content.filter((word): word is ContentSwitch => Object.hasOwn(CONTENT_SWITCHES, word));
  const problems = [
    ...(known.length === content.length
      ? []
      : [`--content takes ${Object.keys(CONTENT_SWITCHES).join(', ')}`]),
    ...(signals.length > 0 && signals.every((word) => word === 'logs' || word === 'metrics')
      ? []
      : ['--signals takes logs, metrics']),
    ...[options.logsInterval, options.metricsInterval].flatMap((text) =>
      /^[1-9]\d{2,6}$/.test(text) ? [] : ['intervals take milliseconds, 100 or more'],
    ),
    ...((options.license === undefined) === (options.org === undefined)
      ? []
      : ['--org and --license go together']),
  ];
  if (problems.length > 0) throw new AgentError('usage', problems.join('\n'));
  return { content: known, signals };
}

function words(list = ''): string[] {
  return list
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}
