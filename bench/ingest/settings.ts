// The options of `pnpm bench ingest`.
import { parseArgs } from 'node:util';
import { oneOf, wholeNumber, wholeNumbers } from '../options.ts';
import { ENCODINGS, type Encoding } from './requests.ts';

/** Rows a second, or a share of S: what the same machine signs a second. */
export interface Rate {
  readonly value: number;
  readonly unit: 'rows/s' | 'S';
}

export interface IngestSettings {
  /** `sqlite`, `postgres` or a URL */
  readonly database: string;
  /** records a request */
  readonly sizes: readonly number[];
  /** records in all, of each size */
  readonly records: number;
  /** records of each size before those, not measured */
  readonly warmup: number;
  readonly connections: number;
  readonly encoding: Encoding;
  readonly gzip: boolean;
  /** what is offered; undefined: as much as is answered */
  readonly rate: Rate | undefined;
  /** rows that the store holds before */
  readonly fill: number;
  /** measurements of each size, each on a store and with an agent of its own */
  readonly runs: number;
}

export const INGEST_USAGE = `pnpm bench ingest [options]
  --database sqlite|postgres|URL   where rows go; postgres: a real server of its own, fsync on (sqlite)
  --sizes N,N                      records a request, one measurement each (20,500)
  --records N                      records of each measurement (60000)
  --warmup N                       records before those, not measured: code is compiled as it is used (100000)
  --connections N                  of the closed loop (50)
  --encoding protobuf|json         (protobuf)
  --gzip                           compress the bodies
  --rate ROWS_PER_SECOND|SHARES    open loop: requests go out when they are due, latency counts from then; 0.2S is a fifth of S
  --fill ROWS                      the store holds that many rows before; made once, kept, copied for each run (0)
  --runs N                         measurements of each size; all are printed, the median is held against the bars (1)`;

/** @throws Error for an option that is unknown, or a value that is none. */
export function ingestSettings(args: readonly string[]): IngestSettings {
  const { values } = parseArgs({
    args: [...args],
    options: {
      database: { type: 'string', default: 'sqlite' },
      sizes: { type: 'string', default: '20,500' },
      records: { type: 'string', default: '60000' },
      warmup: { type: 'string', default: '100000' },
      connections: { type: 'string', default: '50' },
      encoding: { type: 'string', default: 'protobuf' },
      gzip: { type: 'boolean', default: false },
      rate: { type: 'string' },
      fill: { type: 'string', default: '0' },
      runs: { type: 'string', default: '1' },
    },
  });
  const { database, sizes, records, warmup, connections, encoding, gzip, rate, fill, runs } = values;
  return {
    database: database.includes(':') ? database : oneOf('database', database, ['sqlite', 'postgres']),
    sizes: wholeNumbers('sizes', sizes),
    records: wholeNumber('records', records),
    warmup: wholeNumber('warmup', warmup, 0),
    connections: wholeNumber('connections', connections),
    encoding: oneOf('encoding', encoding, ENCODINGS),
    gzip,
    rate: rate === undefined ? undefined : rateOf(rate),
    fill: wholeNumber('fill', fill, 0),
    runs: wholeNumber('runs', runs),
  };
}

function rateOf(text: string): Rate {
  const share = /^(\d*\.?\d+)S$/.exec(text)?.[1];
  if (share === undefined) return { value: wholeNumber('rate', text), unit: 'rows/s' };
  if (Number(share) === 0) throw new Error('--rate must be more than 0S');
  return { value: Number(share), unit: 'S' };
}

/** @param signRate S of just now */
export function rowsPerSecond({ value, unit }: Rate, signRate: number): number {
  return unit === 'S' ? Math.round(value * signRate) : value;
}
