// The body of a 200: nothing for a full success, partial_success otherwise (OTLP rules H4, H6).
import { Writer } from 'protobufjs/minimal.js';
import type { Codec } from '../decode/model.ts';
import type { Signal } from '../ports.ts';

export interface PartialSuccess {
  readonly rejected: number;
  /** In English, without content. Empty together with `rejected` 0 = full success. */
  readonly message: string;
}

/** JSON name of the count, which is field 1 of the partial success of each signal; the message is field 2. */
const COUNT_NAMES: Readonly<Record<Signal, string>> = {
  logs: 'rejectedLogRecords',
  metrics: 'rejectedDataPoints',
  traces: 'rejectedSpans',
};

const DELIMITED_1 = 10;
const VARINT_1 = 8;
const DELIMITED_2 = 18;

export function encodePartialSuccess(signal: Signal, codec: Codec, partial: PartialSuccess): Buffer {
  const full = partial.rejected === 0 && partial.message === '';
  if (codec === 'json') return Buffer.from(JSON.stringify(full ? {} : toJson(signal, partial)));
  return full ? Buffer.alloc(0) : toProtobuf(partial);
}

/** int64 is text in protobuf's JSON mapping. */
function toJson(signal: Signal, { rejected, message }: PartialSuccess): object {
  return { partialSuccess: { [COUNT_NAMES[signal]]: String(rejected), errorMessage: message } };
}

function toProtobuf({ rejected, message }: PartialSuccess): Buffer {
  const writer = Writer.create().uint32(DELIMITED_1).fork();
  if (rejected > 0) writer.uint32(VARINT_1).int64(rejected);
  if (message !== '') writer.uint32(DELIMITED_2).string(message);
  return Buffer.from(writer.ldelim().finish());
}
