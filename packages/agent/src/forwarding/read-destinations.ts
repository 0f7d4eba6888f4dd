// FORWARD_FILE -> destinations, or everything that is wrong with it. Messages name fields, never values.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Ajv, type ErrorObject } from 'ajv';
import { FORWARD_SIGNALS, type Destination, type ForwardSignal } from './destination.ts';

interface RawDestination {
  readonly name: string;
  readonly endpoint: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signals?: readonly ForwardSignal[];
  readonly tenants?: readonly string[];
  readonly content?: boolean;
  readonly from?: 'start' | 'now';
}

export interface ReadDestinations {
  readonly destinations: readonly Destination[];
  readonly problems: readonly string[];
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Metrics carry a label for each. */
const MOST = 8;
const FROM_ENVIRONMENT = 'env:';

const validate = new Ajv({ allErrors: true, strict: true }).compile<RawDestination[]>({
  type: 'array',
  maxItems: MOST,
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['name', 'endpoint'],
    properties: {
      name: { type: 'string', pattern: '^[a-z0-9][a-z0-9-]{0,31}$' },
      // No credentials in a URL: it is shown in places where headers are not.
      endpoint: { type: 'string', pattern: '^https?://[^\\s/?#@]+(/[^\\s?#]*)?$' },
      headers: {
        type: 'object',
        propertyNames: { pattern: '^[A-Za-z0-9-]{1,64}$' },
        additionalProperties: { type: 'string', minLength: 1, pattern: '^[ -~]+$' },
      },
      signals: {
        type: 'array',
        minItems: 1,
        uniqueItems: true,
        items: { type: 'string', enum: FORWARD_SIGNALS },
      },
      tenants: { type: 'array', minItems: 1, uniqueItems: true, items: { type: 'string', minLength: 1 } },
      content: { type: 'boolean' },
      from: { type: 'string', enum: ['start', 'now'] },
    },
  },
});

/** @param file undefined: nothing is sent on. @param env where header values written `env:NAME` come from */
export async function readDestinations(
  file: string | undefined,
  env: Environment,
): Promise<ReadDestinations> {
  if (file === undefined) return { destinations: [], problems: [] };
  const source = `FORWARD_FILE ${path.basename(file)}`;
  try {
    return destinationsIn(JSON.parse(await readFile(file, 'utf8')), source, env);
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'is not valid JSON' : 'cannot be read';
    return { destinations: [], problems: [`${source}: ${reason}`] };
  }
}

function destinationsIn(value: unknown, source: string, env: Environment): ReadDestinations {
  if (!validate(value)) {
    return {
      destinations: [],
      problems: (validate.errors ?? []).map((error) => `${source}: ${explain(error)}`),
    };
  }
  const problems = [...repeatedNames(value), ...missingSecrets(value, env)].map(
    (text) => `${source}: ${text}`,
  );
  return { destinations: value.map((raw) => complete(raw, env)), problems };
}

function explain({ instancePath, keyword, params, message }: ErrorObject): string {
  const where = instancePath === '' ? 'the list' : instancePath.slice(1);
  if (keyword === 'additionalProperties') return `${where} has an unknown field`;
  if (keyword === 'pattern') return `${where} is not written as the guide says`;
  if (keyword === 'enum') return `${where} must be one of ${String(params['allowedValues'])}`;
  return `${where} ${message ?? 'is not usable'}`;
}

function repeatedNames(list: readonly RawDestination[]): string[] {
  const names = list.map(({ name }) => name);
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))].map(
    (name) => `two destinations are called ${name}`,
  );
}

function missingSecrets(list: readonly RawDestination[], env: Environment): string[] {
  return list.flatMap(({ name, headers = {} }) =>
    Object.entries(headers)
      .filter(([, value]) => value.startsWith(FROM_ENVIRONMENT) && !fromEnvironment(value, env))
      .map(
        ([header, value]) =>
          `${name}: ${value.slice(FROM_ENVIRONMENT.length)} for header ${header} is not set`,
      ),
  );
}

function complete(
  { name, endpoint, signals, headers = {}, tenants, content, from }: RawDestination,
  env: Environment,
) {
  const resolved = Object.entries(headers).map(([header, value]) => [
    header.toLowerCase(),
    value.startsWith(FROM_ENVIRONMENT) ? fromEnvironment(value, env) : value,
  ]);
  return {
    name,
    endpoint: baseOf(endpoint),
    // What takes logs need not take metrics: they are asked for.
    signals: signals ?? ['logs'],
    headers: Object.fromEntries(resolved) as Record<string, string>,
    tenants,
    content: content ?? false,
    from: from ?? 'now',
  } satisfies Destination;
}

function fromEnvironment(value: string, env: Environment): string {
  return env[value.slice(FROM_ENVIRONMENT.length)] ?? '';
}

/** Each signal gets its path, as every OTLP exporter does it; one that is there already, of any signal, is taken off. */
function baseOf(endpoint: string): string {
  return endpoint.replace(/\/+$/, '').replace(/\/v1\/(?:logs|metrics)$/, '');
}
