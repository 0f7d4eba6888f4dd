// Framing and connections, with bytes that no HTTP library would send.
import { Agent } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import { accepted, status } from '../judge/checks.ts';
import { checked, sends, type Judge } from '../judge/judge.ts';
import {
  answers,
  bodyOf,
  chunk,
  CHUNKED,
  contentLength,
  head,
  PROTOBUF_TYPE,
  request,
  statusIs,
  talks,
} from '../judge/talk.ts';
import { inPieces } from '../messages/in-pieces.ts';
import { garbage, plainLog, type PlanOf } from '../messages/plans.ts';
import { broken, KEPT, skip, type CaseGroup, type Finding, type Peer } from '../model.ts';
import {
  HTTP1_CHUNKED,
  HTTP1_CLOSE,
  HTTP1_HOST,
  HTTP1_LENGTH,
  HTTP1_PERSISTENCE,
  HTTP1_PIPELINING,
  HTTP1_TARGET,
  HTTP1_TRANSFER,
  HTTP_EXPECT,
  OTLP_CONCURRENT,
  OTLP_CONNECTION,
} from '../sources.ts';
import { rule } from './rule.ts';

const log = plainLog('protobuf');

/** Two requests over one connection, if the endpoint lets it live. */
function reuses(first: PlanOf): Judge {
  return async (peer) => {
    const options = { keepAlive: true, maxSockets: 1 };
    const agent = peer.origin.startsWith('https:') ? new SecureAgent(options) : new Agent(options);
    try {
      const one = await peer.send({ ...first(peer.facts), agent });
      const two = await peer.send({ ...log(peer.facts), agent });
      const finding = checked(two, [accepted]);
      if (finding.kind !== 'kept') return finding;
      const same = one.answer.localPort === two.answer.localPort;
      return same ? KEPT : broken('the connection was closed after the first answer');
    } finally {
      agent.destroy();
    }
  };
}

const closesWhenAsked = talks(async (connection, peer) => {
  const body = bodyOf(peer);
  connection.send(head(peer.headLines('logs', [PROTOBUF_TYPE, contentLength(body), 'Connection: close'])));
  connection.send(body);
  const finding = statusIs((await connection.statuses(1))[0], 200);
  if (finding.kind !== 'kept') return finding;
  return (await connection.closes()) ? KEPT : broken('the connection stays open');
});

/** A server may close after any answer; the client then sends the rest again. */
function inOrder([first, second]: readonly (number | undefined)[]): Finding {
  if (second === undefined) return skip('the connection was closed after the first answer');
  if (first === 400 && second !== 400) return KEPT;
  if (first !== 400 && second === 400) return broken('the second request was answered first');
  return skip('a bad and a good request have equal answers: their order cannot be told');
}

const pipelined = talks(async (connection, peer) => {
  const { body: bad } = garbage('protobuf')(peer.facts);
  const good = bodyOf(peer);
  const one = [Buffer.from(head(peer.headLines('logs', [PROTOBUF_TYPE, contentLength(bad)]))), bad];
  const two = [Buffer.from(head(peer.headLines('logs', [PROTOBUF_TYPE, contentLength(good)]))), good];
  connection.send(Buffer.concat([...one, ...two]));
  return inOrder(await connection.statuses(2));
});

const expects = talks(async (connection, peer) => {
  const body = bodyOf(peer);
  connection.send(head(peer.headLines('logs', [PROTOBUF_TYPE, contentLength(body), 'Expect: 100-continue'])));
  if (!(await connection.askedToContinue())) return broken('the body was not asked for by 100 (Continue)');
  connection.send(body);
  return statusIs((await connection.statuses(1))[0], 200);
});

const leavesHalfway: Judge = async (peer) => {
  const connection = await peer.connect();
  const body = bodyOf(peer);
  connection.send(head(peer.headLines('logs', [PROTOBUF_TYPE, contentLength(body)])));
  connection.send(body.subarray(0, 20));
  connection.finish();
  await connection.closes();
  connection.destroy();
  return checked(await peer.send(log(peer.facts)), [accepted]);
};

const bothLengths = talks(async (connection, peer) => {
  const body = bodyOf(peer);
  connection.send(head(peer.headLines('logs', [PROTOBUF_TYPE, contentLength(body), CHUNKED])));
  connection.send(Buffer.concat([chunk(body), Buffer.from('0\r\n\r\n')]));
  const [first = 0] = await connection.statuses(1);
  if (first >= 400 && first < 500) return KEPT;
  return (await connection.closes()) ? KEPT : broken(`answered ${first} and kept the connection`);
});

const AT_ONCE = 20;
const concurrent: Judge = async (peer) => {
  const plans = Array.from({ length: AT_ONCE }, () => log(peer.facts));
  const done = await Promise.all(plans.map((plan) => peer.send(plan)));
  const findings = done.map((exchange) => checked(exchange, [status(200)]));
  return findings.find(({ kind }) => kind !== 'kept') ?? KEPT;
};

/** Extensions of chunks and fields behind the last one are nobody's business here. */
const extended: Judge = answers((peer) => {
  const body = bodyOf(peer);
  const parts = [chunk(body.subarray(0, 1), ';a=b'), chunk(body.subarray(1), ';c="d;e"')];
  const end = Buffer.from('0;last\r\nX-Conformance: end\r\n\r\n');
  return { lines: peer.headLines('logs', [PROTOBUF_TYPE, CHUNKED]), body: Buffer.concat([...parts, end]) };
}, 200);

const sized = (body: Buffer): string[] => [contentLength(body)];
const withoutHost = (peer: Peer) => {
  const { lines, body } = request(peer, sized);
  return { lines: lines.filter((line) => !line.startsWith('Host: ')), body };
};
const absolute = (peer: Peer) => {
  const { lines, body } = request(peer, sized);
  return { lines: lines.map((line) => line.replace(/^POST \//, `POST ${peer.origin}/`)), body };
};

export const CONNECTIONS: CaseGroup = {
  name: 'Connections and framing',
  cases: [
    rule(651, 'SHOULD', HTTP1_PERSISTENCE, 'A second request over the same connection', reuses(log)),
    rule(
      652,
      'SHOULD',
      HTTP1_PERSISTENCE,
      'A second request over the same connection, after a 400',
      reuses(garbage('protobuf')),
    ),
    rule(653, 'MUST', HTTP1_CLOSE, 'Connection: close is obeyed', closesWhenAsked),
    rule(654, 'MUST', HTTP1_PIPELINING, 'Two requests at once are answered in their order', pipelined),
    rule(655, 'SHOULD', OTLP_CONCURRENT, '20 requests over 20 connections: 200', concurrent),
    rule(656, 'MUST', HTTP1_CHUNKED, 'A chunked body', sends(inPieces(log, 2), accepted)),
    rule(657, 'MUST', HTTP1_CHUNKED, 'A body in chunks of one byte', sends(inPieces(log, 100_000), accepted)),
    rule(658, 'MUST', HTTP1_CHUNKED, 'Chunk extensions and trailers are ignored', extended),
    rule(659, 'SHOULD', OTLP_CONNECTION, 'A body that comes slowly', sends(inPieces(log, 3, 60), accepted)),
    rule(660, 'MUST', OTLP_CONNECTION, 'After a body that was cut the next request is taken', leavesHalfway),
    rule(661, 'MUST', HTTP_EXPECT, 'Expect: 100-continue is answered, then the request', expects),
    rule(
      662,
      'MUST',
      HTTP1_TRANSFER,
      'Content-Length and Transfer-Encoding at once: refused, or closed after',
      bothLengths,
    ),
    rule(
      663,
      'MUST',
      HTTP1_LENGTH,
      'A Content-Length that is no number: 400',
      answers((peer) => request(peer, () => ['Content-Length: 12x']), 400),
    ),
    rule(
      664,
      'MUST',
      HTTP1_LENGTH,
      'Two different Content-Length: 400',
      answers((peer) => request(peer, (body) => [contentLength(body), 'Content-Length: 3']), 400),
    ),
    rule(
      665,
      'SHOULD',
      HTTP1_TRANSFER,
      'An unknown transfer coding: 501 or 400',
      answers((peer) => request(peer, () => ['Transfer-Encoding: conformance']), 400, 501),
    ),
    rule(666, 'MUST', HTTP1_HOST, 'HTTP/1.1 without Host: 400', answers(withoutHost, 400)),
    rule(667, 'MUST', HTTP1_TARGET, 'A request target in absolute form', answers(absolute, 200)),
  ],
};
