// The captures that come with the package: every request that real clients sent, as OTLP/JSON (tools/make-demo-captures.ts).
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { itemsOf, textOf, type Body, type Item } from './otlp-json.ts';

const FILE = path.join(import.meta.dirname, '../../fixtures/demo/captures.json.gz');
const NANOS_PER_MILLI = 1_000_000n;

export interface CapturedRequest {
  readonly signal: 'logs' | 'metrics';
  /** `/v1/logs` or `/v1/metrics` */
  readonly path: string;
  readonly userAgent: string;
  readonly body: Body;
}

export interface Capture {
  readonly name: string;
  readonly requests: readonly CapturedRequest[];
  /** Unix milliseconds of the first and the last thing in it. */
  readonly startedAt: number;
  readonly endedAt: number;
  /** Product and version: what one session is run with. */
  readonly client: string;
  /** Whether the client was told to leave content out. */
  readonly withheld: boolean;
  /** Whether something was refused, went wrong, or comes from Cowork. */
  readonly eventful: boolean;
  /** Log records. */
  readonly records: number;
}

type Bundled = Pick<Capture, 'name' | 'requests'>;

/** In the order of their names. */
export async function readCaptures(): Promise<Capture[]> {
  const text = await promisify(gunzip)(await readFile(FILE));
  return (JSON.parse(text.toString()) as Bundled[]).map(captureOf);
}

function captureOf({ name, requests }: Bundled): Capture {
  const items = requests.flatMap(({ body }) => itemsOf(body));
  const times = items.map(({ timeUnixNano }) => Number(BigInt(timeUnixNano) / NANOS_PER_MILLI));
  return {
    name,
    requests,
    startedAt: Math.min(...times),
    endedAt: Math.max(...times),
    client: clientOf(requests),
    eventful: items.some(isEventful) || clientOf(requests).startsWith('cowork'),
    withheld: items.some(({ attributes }) => textOf(attributes, 'prompt') === '<REDACTED>'),
    records: requests.filter(({ signal }) => signal === 'logs').flatMap(({ body }) => itemsOf(body)).length,
  };
}

function isEventful({ attributes }: Item): boolean {
  return textOf(attributes, 'decision') === 'reject' || textOf(attributes, 'event.name') === 'api_error';
}

function clientOf(requests: Capture['requests']): string {
  const resources = requests.flatMap(({ body }) => [
    ...(body.resourceLogs ?? []),
    ...(body.resourceMetrics ?? []),
  ]);
  const attributes = resources[0]?.resource.attributes ?? [];
  return `${textOf(attributes, 'service.name')} ${textOf(attributes, 'service.version')}`;
}
