// One request, and its answer read to the end.
import { request, type Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { CREDENTIAL } from './test-ports.ts';

export interface Posted {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface PostOptions {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: Buffer | string;
  readonly agent?: Agent;
}

export const PROTOBUF = { authorization: CREDENTIAL, 'content-type': 'application/x-protobuf' };
export const JSON_TYPE = { authorization: CREDENTIAL, 'content-type': 'application/json' };

/** Nothing is added to the given headers but what the framing needs. */
export function post(url: string, options: PostOptions): Promise<Posted> {
  const { method = 'POST', headers = {}, body = '', agent } = options;
  const { promise, resolve, reject } = Promise.withResolvers<Posted>();
  const sent = request(url, { method, headers, agent: agent ?? false });
  sent.once('error', reject);
  sent.once('response', (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk)).once('error', reject);
    response.once('end', () =>
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
    );
  });
  sent.end(body);
  return promise;
}

export function jsonOf({ body }: Posted): unknown {
  return JSON.parse(body.toString('utf8'));
}
