// How large a body may be, on the wire and after decompression.
import { gzipSync } from 'node:zlib';
import { accepted, refused, status } from '../judge/checks.ts';
import { checked, needs, sends, type Judge } from '../judge/judge.ts';
import { inPieces } from '../messages/in-pieces.ts';
import { gzipped, plainLog, type PlanOf } from '../messages/plans.ts';
import type { CaseGroup, Facts } from '../model.ts';
import { OTLP_REQUEST } from '../sources.ts';
import { rule } from './rule.ts';

const MIB = 1024 * 1024;
const fast = (body: Buffer): Buffer => gzipSync(body, { level: 1 });

/** A valid request with nothing in it: only its length can be held against it. */
const emptyOf = (length: (facts: Facts) => number): PlanOf => {
  return (facts) => {
    const body = Buffer.alloc(length(facts), ' ');
    body.write('{"resourceLogs":[]');
    body.write('}', body.length - 1);
    return { signal: 'logs', codec: 'json', body };
  };
};

const bomb = gzipped(
  emptyOf(({ oversizeBytes }) => oversizeBytes),
  fast,
);
const limit = ({ maxBodyBytes = 0 }: Facts): number => maxBodyBytes;
const above = (facts: Facts): number => limit(facts) + 1;
const fourMiB = emptyOf(() => 4 * MIB);

const survives: Judge = async (peer) => {
  await peer.send(bomb(peer.facts));
  return checked(await peer.send(plainLog('protobuf')(peer.facts)), [accepted]);
};

export const SIZE: CaseGroup = {
  name: 'Size limits',
  cases: [
    rule(
      401,
      'MUST',
      OTLP_REQUEST,
      'A small gzip that becomes far too much is refused (--oversize)',
      sends(bomb, refused),
    ),
    rule(
      402,
      'SHOULD',
      OTLP_REQUEST,
      'A small gzip that becomes far too much: 413',
      sends(bomb, status(413)),
    ),
    rule(403, 'MUST', OTLP_REQUEST, 'After such a body the next request is taken', survives),
    rule(
      404,
      'SHOULD',
      OTLP_REQUEST,
      'A body of 4 MiB is taken: senders go up to 20 MiB',
      sends(fourMiB, status(200)),
    ),
    rule(
      405,
      'SHOULD',
      OTLP_REQUEST,
      'Exactly the limit passes (--max-body)',
      needs('max-body', sends(emptyOf(limit), status(200))),
    ),
    rule(
      406,
      'SHOULD',
      OTLP_REQUEST,
      'One byte above the limit: 413',
      needs('max-body', sends(emptyOf(above), status(413))),
    ),
    rule(
      407,
      'SHOULD',
      OTLP_REQUEST,
      'One byte above the limit, in chunks: 413',
      needs('max-body', sends(inPieces(emptyOf(above), 4), status(413))),
    ),
    rule(
      408,
      'SHOULD',
      OTLP_REQUEST,
      'One byte above the limit after decompression: 413',
      needs('max-body', sends(gzipped(emptyOf(above), fast), status(413))),
    ),
  ],
};
