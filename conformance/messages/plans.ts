// Requests of one signal in one encoding, ready to send.
import { gzipSync } from 'node:zlib';
import type { Facts } from '../model.ts';
import type { Codec, Signal } from '../signal.ts';
import type { RequestPlan } from '../wire/exchange.ts';
import { toJson, toProtobuf } from './encode.ts';
import { oneLog } from './logs.ts';

export type PlanOf = (facts: Facts) => RequestPlan;
type RequestOf = (facts: Facts) => object;
type Extra = Partial<RequestPlan>;

/** A message in the encoding of the codec. */
export function message(signal: Signal, codec: Codec, request: RequestOf, extra: Extra = {}): PlanOf {
  return (facts) => {
    const body = codec === 'json' ? toJson(request(facts)) : toProtobuf(signal, request(facts));
    return { signal, codec, body, ...extra };
  };
}

/** Bytes as they are. */
export function raw(signal: Signal, codec: Codec, body: Buffer | string, extra: Extra = {}): PlanOf {
  return () => ({ signal, codec, body: Buffer.from(body), ...extra });
}

/** One plain log record. */
export function plainLog(codec: Codec, extra: Extra = {}): PlanOf {
  return message('logs', codec, (facts) => oneLog(facts), extra);
}

/** What cannot be read in that encoding, whoever reads it. */
export function garbage(codec: Codec, extra: Extra = {}): PlanOf {
  const body = codec === 'json' ? '{"resourceLogs":[' : Buffer.from([0x0a, 0x7f, 0x01]);
  return raw('logs', codec, body, extra);
}

export const GZIP = { 'content-encoding': 'gzip' };

/** The same request with its body compressed, and labelled so. */
export function gzipped(plan: PlanOf, compress: (body: Buffer) => Buffer = (body) => gzipSync(body)): PlanOf {
  return (facts) => {
    const made = plan(facts);
    return { ...made, body: compress(made.body), headers: { ...made.headers, ...GZIP } };
  };
}
