// Methods, paths and headers around the one route.
import { accepted, header, status } from '../judge/checks.ts';
import { sends, sendsWhere } from '../judge/judge.ts';
import { answers, contentLength, request } from '../judge/talk.ts';
import { plainLog, raw, type PlanOf } from '../messages/plans.ts';
import type { CaseGroup, Peer } from '../model.ts';
import { HTTP_404, HTTP_405, HTTP_FIELD_LIMITS, HTTP_FIELD_NAMES, OTLP_REQUEST } from '../sources.ts';
import { rule } from './rule.ts';

const method = (name: string): PlanOf => raw('logs', 'json', '', { method: name, type: null });
const allow = header('allow', /(?:^|[\s,])POST(?:$|[\s,])/, 'an Allow that names POST');
const at = (path: string): PlanOf => plainLog('protobuf', { path });

/** On a bare connection: the answer may come with a reset right behind it. */
const longHeader = (peer: Peer) =>
  request(peer, (body) => [contentLength(body), `X-Otlp-Conformance: ${'a'.repeat(40 * 1024)}`]);

export const METHODS: CaseGroup = {
  name: 'Methods, paths, headers',
  cases: [
    rule(551, 'SHOULD', HTTP_405, 'GET: 405', sends(method('GET'), status(405))),
    rule(552, 'SHOULD', HTTP_405, 'PUT: 405', sends(method('PUT'), status(405))),
    rule(553, 'SHOULD', HTTP_405, 'DELETE: 405', sends(method('DELETE'), status(405))),
    rule(554, 'MUST', HTTP_405, 'A 405 has Allow, with POST in it', sendsWhere(method('GET'), [405], allow)),
    rule(555, 'SHOULD', HTTP_404, 'An unknown path: 404', sends(at('/v1/otlp-conformance'), status(404))),
    rule(556, 'MAY', OTLP_REQUEST, 'A slash at the end of the path', sends(at('/v1/logs/'), accepted)),
    rule(557, 'MAY', OTLP_REQUEST, 'A query behind the path', sends(at('/v1/logs?a=b'), accepted)),
    rule(
      558,
      'MUST',
      HTTP_FIELD_NAMES,
      'Names of headers in any case',
      sends(
        plainLog('protobuf', { type: null, headers: { 'cOnTeNt-TyPe': 'application/x-protobuf' } }),
        accepted,
      ),
    ),
    rule(
      559,
      'SHOULD',
      HTTP_FIELD_NAMES,
      'Unknown headers are ignored',
      sends(plainLog('protobuf', { headers: { 'x-otlp-conformance': '1', baggage: 'a=b' } }), accepted),
    ),
    rule(
      560,
      'MUST',
      HTTP_FIELD_LIMITS,
      'A header of 40 KiB: taken, or 4xx',
      answers(longHeader, 200, 400, 413, 431),
    ),
  ],
};
