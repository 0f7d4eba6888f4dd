// Senders without a credential, with a wrong one, with one that may not send.
import { accepted, header, isStatus, sameType, status } from '../judge/checks.ts';
import { checked, needs, sends, sendsWhere, type Judge } from '../judge/judge.ts';
import { plainLog, type PlanOf } from '../messages/plans.ts';
import { broken, KEPT, type CaseGroup, type Facts } from '../model.ts';
import type { Codec } from '../signal.ts';
import { HTTP_401, HTTP_403, HTTP_AUTH_SCHEME, OTLP_FAILURES } from '../sources.ts';
import { rule } from './rule.ts';

const nobody = (codec: Codec): PlanOf => plainLog(codec, { authorization: null });
const as = (credential: (facts: Facts) => string): PlanOf => {
  return (facts) => ({ ...plainLog('protobuf')(facts), authorization: credential(facts) });
};

/** Of the scheme of the run, and known to nobody. */
function wrongCredential({ authorization = '' }: Facts): string {
  const unknown = 'otlp-conformance:unknown';
  return /^basic /i.test(authorization)
    ? `Basic ${Buffer.from(unknown).toString('base64')}`
    : `Bearer ${unknown}`;
}

function schemeInOtherCase({ authorization = '' }: Facts): string {
  return authorization.replace(/^\S+/, (scheme) =>
    scheme === scheme.toLowerCase() ? scheme.toUpperCase() : scheme.toLowerCase(),
  );
}

const challenge = header('www-authenticate', /\S/, 'WWW-Authenticate');

/** Only the head of a large body is sent: an answer shows that the credential is looked at first. */
const beforeBody: Judge = async (peer) => {
  const connection = await peer.connect();
  const lines = peer.headLines('logs', [
    'Content-Type: application/x-protobuf',
    'Content-Length: 1000000',
    '',
    '',
  ]);
  connection.send(lines.filter((line) => !/^authorization:/i.test(line)).join('\r\n'));
  const [first] = await connection.statuses(1).finally(() => connection.destroy());
  return first === 401 || first === 403 ? KEPT : broken(`answered ${first ?? 'nothing'}, not 401 or 403`);
};

const refusalIs = (codec: Codec): Judge => sendsWhere(nobody(codec), [400, 401, 403], sameType, isStatus);

const forbidden: Judge = async (peer) => {
  const plan = as(({ forbidden: credential = '' }) => credential)(peer.facts);
  return checked(await peer.send(plan), [status(403)]);
};

export const CREDENTIALS: CaseGroup = {
  name: 'Credentials',
  cases: [
    rule(
      601,
      'SHOULD',
      HTTP_401,
      'No credential: 401',
      needs('auth', sends(nobody('protobuf'), status(401))),
    ),
    rule(
      602,
      'MUST',
      HTTP_401,
      'A 401 without a credential has WWW-Authenticate',
      needs('auth', sendsWhere(nobody('protobuf'), [401], challenge)),
    ),
    rule(
      603,
      'SHOULD',
      HTTP_401,
      'A wrong credential: 401 or 403',
      needs('auth', sends(as(wrongCredential), status(401, 403))),
    ),
    rule(
      604,
      'MUST',
      HTTP_401,
      'A 401 for a wrong credential has WWW-Authenticate',
      needs('auth', sendsWhere(as(wrongCredential), [401], challenge)),
    ),
    rule(
      605,
      'SHOULD',
      HTTP_401,
      'A header that is no credential: 400, 401 or 403',
      needs(
        'auth',
        sends(
          as(() => 'Basic'),
          status(400, 401, 403),
        ),
      ),
    ),
    rule(
      606,
      'MUST',
      OTLP_FAILURES,
      'Without a credential: a Status in protobuf',
      needs('auth', refusalIs('protobuf')),
    ),
    rule(
      607,
      'MUST',
      OTLP_FAILURES,
      'Without a credential: a Status in JSON',
      needs('auth', refusalIs('json')),
    ),
    rule(
      608,
      'MUST',
      HTTP_AUTH_SCHEME,
      'The name of the scheme in other case',
      needs('auth', sends(as(schemeInOtherCase), accepted)),
    ),
    rule(
      609,
      'MAY',
      HTTP_401,
      'Without a credential the refusal comes before the body is sent',
      needs('auth', beforeBody),
    ),
    rule(
      610,
      'SHOULD',
      HTTP_403,
      'A sender who is known and may not send: 403 (--forbidden-auth)',
      needs('forbidden-auth', forbidden),
    ),
  ],
};
