// A call by hand over HTTP/2: what a client library would never send.
import { connect, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http2';
import { AUTHORIZED } from './grpc-client.ts';

const PATH = '/opentelemetry.proto.collector.logs.v1.LogsService/Export';

export interface RawAnswer {
  /** `grpc-status` as sent, undefined where there was none. */
  readonly status: string | undefined;
  readonly message: string | undefined;
  readonly http: number | undefined;
}

export function frame(message: Buffer, flags = 0): Buffer {
  const prefix = Buffer.alloc(5);
  prefix.writeUInt8(flags, 0);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}

/** @param end false: the stream is left open after the bytes, as a client does that never comes to an end */
export async function rawCall(
  port: number,
  bytes: Buffer,
  headers: OutgoingHttpHeaders = {},
  end = true,
): Promise<RawAnswer> {
  const session = connect(`http://127.0.0.1:${port}`);
  session.on('error', () => undefined);
  const stream = session.request({
    ':method': 'POST',
    ':path': PATH,
    'content-type': 'application/grpc',
    te: 'trailers',
    ...AUTHORIZED,
    ...headers,
  });
  const { promise, resolve } = Promise.withResolvers<RawAnswer>();
  let first: IncomingHttpHeaders = {};
  let last: IncomingHttpHeaders = {};
  stream.on('response', (received: IncomingHttpHeaders) => void (first = received));
  stream.on('trailers', (received: IncomingHttpHeaders) => void (last = received));
  stream.on('error', () => undefined);
  const done = (): void => resolve(answerOf(first, last));
  stream.once('end', done).once('close', done).resume();
  if (end) stream.end(bytes);
  else stream.write(bytes);
  const answer = await promise;
  session.destroy();
  return answer;
}

function answerOf(first: IncomingHttpHeaders, last: IncomingHttpHeaders): RawAnswer {
  const all = { ...first, ...last };
  const text = (name: string): string | undefined => all[name]?.toString();
  return { status: text('grpc-status'), message: text('grpc-message'), http: Number(first[':status']) };
}
