// The options that every set-up command has, and what they add up to.
import { Option, type Command } from 'commander';
import { isDatasetName } from '../access/dataset.ts';
import type { Settings } from '../config/settings.ts';
import { AgentError } from '../errors.ts';
import { baseUrl } from '../setup/base-url.ts';
import { DEFAULT_SETUP, PROTOCOLS, TEMPORALITIES, type ClientSetup } from '../setup/client-setup.ts';
import { CONTENT_SWITCHES, type Content, type ContentSwitch } from '../setup/content.ts';
import { settingsOf, withCommonOptions, type CommonOptions } from './common-options.ts';
import { say, type CommandIo } from './io.ts';
import { credentialOf, type CredentialOptions } from './setup-credential.ts';
import { tokenDatasets } from './token-datasets.ts';

export interface SetupOptions extends CommonOptions, CredentialOptions {
  readonly endpoint?: string;
  readonly prompts?: string;
  readonly responses?: string;
  readonly toolDetails?: string;
  readonly toolContent?: string;
  readonly rawBodies?: string;
  readonly content?: string;
  readonly logsInterval: string;
  readonly metricsInterval: string;
  readonly protocol: ClientSetup['protocol'];
  readonly metrics: boolean;
  readonly dataset?: string;
  readonly metricsDataset?: string;
  readonly resource?: string;
  readonly temporality?: ClientSetup['temporality'];
}

const onOff = (name: ContentSwitch, meaning: string): Option =>
  new Option(`--${name} <on|off>`, `${meaning} (off)`).choices(['on', 'off']);

export function withSetupOptions(command: Command): Command {
  return withCommonOptions(command)
    .option('--endpoint <url>', 'base URL of this agent, without /v1/logs; by default HOST and PORT')
    .option('--org <org>', 'org of the licence; by default what the licence says')
    .option('--tenant <tenant>', 'tenant of the licence or token, to make sure that it is the right one')
    .option('--license <licence>', 'licence key, or - to read it from standard input')
    .option('--token <token>', 'ingest token instead of a licence, or - for standard input')
    .option(
      '--headers-helper <command>',
      'program at the client that prints headers, instead of a credential',
    )
    .addOption(onOff('prompts', 'what people type'))
    .addOption(onOff('responses', 'what the model answers'))
    .addOption(onOff('tool-details', 'parameters of tools: commands, paths, names'))
    .addOption(onOff('tool-content', 'input and output of tools, in traces only'))
    .addOption(onOff('raw-bodies', 'whole API requests and responses, the conversation included'))
    .option('--content <list>', `the same as a list: ${CONTENT_SWITCHES.join(', ')}`)
    .option('--logs-interval <ms>', 'how often events are sent', String(DEFAULT_SETUP.logsInterval))
    .option('--metrics-interval <ms>', 'how often metrics are sent', String(DEFAULT_SETUP.metricsInterval))
    .addOption(new Option('--protocol <protocol>').choices(PROTOCOLS).default(DEFAULT_SETUP.protocol))
    .option('--no-metrics', 'events only')
    .option('--dataset <name>', 'dataset of the events; by default that of the token or the tenant')
    .option('--metrics-dataset <name>', 'dataset of the metrics')
    .option('--resource <list>', 'tags on every record: team=core,cost_center=4711')
    .addOption(new Option('--temporality <temporality>', 'of the metrics').choices(TEMPORALITIES));
}

/** Throws AgentError `usage` that names everything wrong, or says how to get a credential. */
export async function clientSetupOf(io: CommandIo, options: SetupOptions): Promise<ClientSetup> {
  const settings = await settingsOf(io, options);
  const problems = problemsWith(options);
  if (problems.length > 0) throw new AgentError('usage', problems.join('\n'));
  const { endpoint, stripped } = baseUrl(options.endpoint ?? ownEndpoint(settings, options.protocol));
  if (stripped) say(io, `note: using the base URL ${endpoint}; clients append the path`);
  const credential = await credentialOf(io, options);
  const { protocol, temporality, tenant } = options;
  const named =
    credential.kind === 'token'
      ? await tokenDatasets(io, settings, { token: credential.token, tenant }, options)
      : options;
  const { metrics, dataset, metricsDataset } = named;
  const intervals = {
    logsInterval: Number(options.logsInterval),
    metricsInterval: Number(options.metricsInterval),
  };
  const rest = { content: contentOf(options), resource: resourceOf(options.resource), ...intervals };
  return { endpoint, credential, protocol, metrics, dataset, metricsDataset, temporality, ...rest };
}

const GRPC_PORT = 4317;

/** Listening everywhere is no address to send to. */
function ownEndpoint({ host, port, grpc, ingestPathPrefix }: Settings, protocol: string): string {
  const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  const authority = name.includes(':') ? `[${name}]` : name;
  return protocol === 'grpc'
    ? `http://${authority}:${grpc.port === 0 ? GRPC_PORT : grpc.port}`
    : `http://${authority}:${port}${ingestPathPrefix}`;
}

const ATTRIBUTE_KEY = /^[A-Za-z][\w.-]{0,63}$/;

function problemsWith(options: SetupOptions): string[] {
  const { dataset, metricsDataset, logsInterval, metricsInterval, resource, protocol } = options;
  const datasets = [dataset, metricsDataset].filter((name) => name !== undefined);
  const intervals = [logsInterval, metricsInterval];
  const good = [
    [intervals.every((text) => /^[1-9]\d{2,6}$/.test(text)), 'intervals take milliseconds, 100 or more'],
    [datasets.every(isDatasetName), 'datasets take lower-case letters, digits, ., _ and -'],
    [pairsOf(resource).every(isAttribute), '--resource takes name=value, separated by commas'],
    [words(options.content).every(isSwitch), `--content takes ${CONTENT_SWITCHES.join(', ')}`],
    [
      options.headersHelper === undefined || protocol !== 'grpc',
      '--headers-helper does not work with grpc: the client ignores it silently',
    ],
  ] as const;
  return good.filter(([fine]) => !fine).map(([, problem]) => problem);
}

function contentOf(options: SetupOptions): Content {
  const { prompts, responses, toolDetails, toolContent, rawBodies } = options;
  const said: Readonly<Record<ContentSwitch, string | undefined>> = {
    prompts,
    responses,
    'tool-details': toolDetails,
    'tool-content': toolContent,
    'raw-bodies': rawBodies,
  };
  const listed = words(options.content);
  const choices = CONTENT_SWITCHES.flatMap((name) => {
    const choice = said[name] ?? (listed.includes(name) ? 'on' : undefined);
    return choice === undefined ? [] : [[name, choice === 'on'] as const];
  });
  return Object.fromEntries(choices);
}

function resourceOf(list: string | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(pairsOf(list));
}

function pairsOf(list: string | undefined): (readonly [string, string])[] {
  return words(list).map((pair) => {
    const equals = pair.indexOf('=');
    return [pair.slice(0, Math.max(0, equals)).trim(), pair.slice(equals + 1).trim()];
  });
}

function isAttribute([key, value]: readonly [string, string]): boolean {
  return ATTRIBUTE_KEY.test(key) && value !== '' && value.length <= 256 && value.isWellFormed();
}

function isSwitch(word: string): boolean {
  return CONTENT_SWITCHES.some((name) => name === word);
}

function words(list = ''): string[] {
  return list
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}
