// Faults of refusals: their status, their headers, their body.
import { delimited } from '../../messages/wire-bytes.ts';
import { changes, success, withHeaders, type Given, type Sent } from './change-exchange.ts';
import { BAD, onRefusal, text, where, type Fault } from './fault.ts';

export const REFUSAL_FAULTS: readonly Fault[] = [
  {
    name: 'an HTML page',
    fault: onRefusal((given) => ({
      ...withHeaders(given, { 'content-type': 'text/html' }),
      body: text('<h1>no</h1>'),
    })),
    noticed: [310, 501, 502, 503, 504, 505, 506, 507, 508, 606, 607, 901],
  },
  {
    name: 'JSON for protobuf, refusal',
    fault: onRefusal((given, { json }) =>
      json
        ? given
        : {
            ...withHeaders(given, { 'content-type': 'application/json' }),
            body: text('{"code":3,"message":"no"}'),
          },
    ),
    noticed: [501, 503, 505, 507, 606, 901],
  },
  {
    name: 'an empty refusal',
    fault: onRefusal((given) => ({ ...given, body: text('') })),
    noticed: [310, 504, 505, 506, 507, 508, 607, 901],
  },
  {
    name: 'problem+json',
    fault: onRefusal((given, { json }) =>
      json
        ? {
            ...withHeaders(given, { 'content-type': 'application/problem+json' }),
            body: text('{"title":"no"}'),
          }
        : given,
    ),
    noticed: [310, 502, 504, 506, 508, 607, 901],
  },
  {
    name: 'the code as a name',
    fault: onRefusal((given) => ({
      ...given,
      body: text(given.body.toString('latin1').replace(/"code":\d+/, '"code":"NO"')),
    })),
    noticed: [310, 504, 506, 508, 607, 901],
  },
  { name: 'what was sent, quoted', fault: where(BAD, quoting), noticed: [509, 510] },
  {
    name: '200 for bad data',
    fault: where(BAD, (_, sent) => success(200, sent)),
    noticed: [
      307, 308, 351, 352, 353, 354, 451, 452, 453, 454, 455, 456, 461, 462, 463, 464, 465, 466, 467, 468, 469,
      489, 505, 506, 507, 508, 509, 510,
    ],
    skipped: [654],
  },
  {
    name: '500 for bad data',
    fault: where(BAD, (given) => ({ ...given, status: 500 })),
    noticed: [
      307, 308, 351, 352, 353, 354, 451, 452, 453, 454, 455, 456, 461, 462, 463, 464, 465, 466, 467, 468, 469,
      487, 488, 489, 509, 510, 903,
    ],
    skipped: [654],
  },
  {
    name: '422 for bad data',
    fault: where(BAD, (given) => ({ ...given, status: 422 })),
    noticed: [
      307, 308, 351, 352, 353, 354, 451, 452, 453, 454, 455, 456, 461, 462, 463, 464, 465, 466, 467, 468, 469,
      487, 488, 489, 509, 510,
    ],
    skipped: [654],
  },
  {
    name: 'no connection after bad data',
    fault: changes((given, { request }) => {
      if (given.status === 400) request.socket.destroy();
      return given;
    }),
    noticed: [
      307, 308, 310, 351, 352, 353, 354, 451, 452, 453, 454, 455, 456, 461, 462, 463, 464, 465, 466, 467, 468,
      469, 487, 488, 489, 501, 502, 503, 504, 505, 506, 507, 508, 509, 510, 652, 654,
    ],
  },
  {
    name: '404 for another method',
    fault: where([405], (given) => ({ ...given, status: 404 })),
    noticed: [551, 552, 553],
    skipped: [554],
  },
  {
    name: '405 without Allow',
    fault: onRefusal((given) => withHeaders(given, { allow: undefined })),
    noticed: [554],
  },
  {
    name: 'Allow without POST',
    fault: where([405], (given) => withHeaders(given, { allow: 'GET, POSTS' })),
    noticed: [554],
  },
  {
    name: '401 without WWW-Authenticate',
    fault: onRefusal((given) => withHeaders(given, { 'www-authenticate': undefined })),
    noticed: [602, 604],
  },
  {
    name: '404 for a wrong credential',
    fault: where([401], (given) => ({ ...given, status: 404 })),
    noticed: [601, 603, 605, 609],
    skipped: [602, 604, 606, 607],
  },
  {
    name: 'everybody may send',
    fault: where([401, 403], (_, sent) => success(200, sent)),
    noticed: [601, 603, 605, 609, 610],
    skipped: [602, 604, 606, 607],
  },
  {
    name: '401 for who may not send',
    fault: where([403], (given) => ({ ...given, status: 401 })),
    noticed: [610],
  },
  {
    name: '400 for another type',
    fault: where([415], (given) => ({ ...given, status: 400 })),
    noticed: [305, 356],
  },
  {
    name: 'any type is taken',
    fault: where([415], (_, sent) => success(200, sent)),
    noticed: [305, 306, 355, 356],
  },
  {
    name: 'no limit of size',
    fault: where([413], (_, sent) => success(200, sent)),
    noticed: [401, 402, 406, 407, 408],
  },
  {
    name: '400 for a large body',
    fault: where([413], (given) => ({ ...given, status: 400 })),
    noticed: [402, 406, 407, 408],
  },
];

/** A field that comes again replaces what was there. */
function quoting(given: Given, { json, text: sent }: Sent): Given {
  if (!json) return { ...given, body: Buffer.concat([given.body, delimited(2, sent)]) };
  const status = JSON.parse(given.body.toString('utf8')) as object;
  return { ...given, body: text(JSON.stringify({ ...status, message: sent })) };
}
