// Whole HTTP/1.1 requests as bytes, made before anything is measured. The same numbers give the same requests.
import { gzipSync } from 'node:zlib';
import { claudeLogsRequest, encodeLogsRequest } from '@governance-agent/testkit';

export const ENCODINGS = ['protobuf', 'json'] as const;
export type Encoding = (typeof ENCODINGS)[number];

export interface RequestShape {
  readonly encoding: Encoding;
  readonly gzip: boolean;
  /** records a request */
  readonly size: number;
}

export interface Target {
  readonly host: string;
  readonly port: number;
  readonly authorization: string;
}

/** One request of `size` records from number `first` on. */
export function requestBytes(target: Target, shape: RequestShape, first: number): Buffer {
  const body = bodyBytes(shape, first);
  const head = [
    'POST /v1/logs HTTP/1.1',
    `host: ${target.host}:${target.port}`,
    `authorization: ${target.authorization}`,
    `content-type: application/${shape.encoding === 'json' ? 'json' : 'x-protobuf'}`,
    ...(shape.gzip ? ['content-encoding: gzip'] : []),
    `content-length: ${body.length}`,
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), body]);
}

export function bodyBytes({ encoding, gzip, size }: RequestShape, first: number): Buffer {
  const request = claudeLogsRequest(first, size);
  const plain = encoding === 'json' ? Buffer.from(JSON.stringify(request)) : encodeLogsRequest(request);
  return gzip ? gzipSync(plain, { level: 6 }) : plain;
}
