// Judgements over bare connections: what is sent is written out line by line.
import { toProtobuf } from '../messages/encode.ts';
import { oneLog } from '../messages/logs.ts';
import { broken, KEPT, type Finding, type Peer } from '../model.ts';
import type { Connection } from '../wire/connection.ts';
import type { Judge } from './judge.ts';

export const PROTOBUF_TYPE = 'Content-Type: application/x-protobuf';
export const CHUNKED = 'Transfer-Encoding: chunked';

export interface RawRequest {
  readonly lines: readonly string[];
  readonly body: Buffer;
}

/** A valid body of one log record. */
export function bodyOf({ facts }: Peer): Buffer {
  return toProtobuf('logs', oneLog(facts));
}

export function contentLength(body: Buffer): string {
  return `Content-Length: ${body.length}`;
}

export function head(lines: readonly string[]): string {
  return [...lines, '', ''].join('\r\n');
}

export function chunk(bytes: Buffer, extension = ''): Buffer {
  const size = Buffer.from(`${bytes.length.toString(16)}${extension}\r\n`);
  return Buffer.concat([size, bytes, Buffer.from('\r\n')]);
}

/** A POST of that body with these lines behind the usual ones. */
export function request(peer: Peer, extra: (body: Buffer) => readonly string[]): RawRequest {
  const body = bodyOf(peer);
  return { lines: peer.headLines('logs', [PROTOBUF_TYPE, ...extra(body)]), body };
}

/** What happens on a bare connection, which is let go at the end in any case. */
export function talks(script: (connection: Connection, peer: Peer) => Promise<Finding>): Judge {
  return async (peer) => {
    const connection = await peer.connect();
    try {
      return await script(connection, peer);
    } finally {
      connection.destroy();
    }
  };
}

/** One request, sent at once; its answer has one of these statuses. */
export function answers(made: (peer: Peer) => RawRequest, ...wanted: readonly number[]): Judge {
  return talks(async (connection, peer) => {
    const { lines, body } = made(peer);
    connection.send(Buffer.concat([Buffer.from(head(lines)), body]));
    const [first] = await connection.statuses(1);
    return statusIs(first, ...wanted);
  });
}

export function statusIs(seen: number | undefined, ...wanted: readonly number[]): Finding {
  if (seen !== undefined && wanted.includes(seen)) return KEPT;
  return broken(`answered ${seen ?? 'nothing'}, not ${wanted.join(' or ')}`);
}
