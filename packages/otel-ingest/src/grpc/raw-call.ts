// The bytes of a call before grpc-js reads them. Left to itself, the library collects and decompresses a whole message
// before anybody is asked: 64 KiB of gzip in each of a hundred streams would be gigabytes past the admission budget, and
// a broken stream would be INTERNAL. So the message is read here, by the rules of the HTTP body (docs/adr/0018).
import { Readable } from 'node:stream';
import { status, type ServerInterceptingCallInterface } from '@grpc/grpc-js';
import { IngestError } from '../errors.ts';

export interface RawCall {
  /** Paused: nothing of the message was read. */
  readonly stream: Readable;
  /** `grpc-encoding`, which the library takes out of the metadata. */
  readonly encoding: string;
}

/** Throws IngestError `unavailable` where the library no longer keeps these two where version 1.14 does. */
export function takeOver(call: ServerInterceptingCallInterface): RawCall {
  const stream: unknown = Reflect.get(call, 'stream');
  const encoding: unknown = Reflect.get(call, 'incomingEncoding');
  if (!(stream instanceof Readable) || typeof encoding !== 'string') {
    throw new IngestError('unavailable', 'this build cannot read gRPC messages: send over HTTP');
  }
  stream.removeAllListeners('data').removeAllListeners('end');
  return { stream, encoding };
}

/** What the library refuses by itself is the sender's fault, never ours: a time limit that is none, for example. */
export function blameSender(call: ServerInterceptingCallInterface): void {
  const send = call.sendStatus.bind(call);
  call.sendStatus = (given) => {
    if (given.code !== status.INTERNAL) send(given);
    else send({ code: status.INVALID_ARGUMENT, details: 'the call is not well-formed gRPC' });
  };
}
