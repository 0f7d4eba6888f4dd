// Faults of what a success looks like.
import { onSuccess, text, type Fault } from './fault.ts';
import { refusal, success, withHeaders } from './change-exchange.ts';

/** The cases whose request has to be answered 200. */
const TAKEN = [
  101, 102, 103, 104, 105, 106, 121, 122, 123, 124, 125, 126, 127, 128, 201, 202, 203, 204, 205, 206, 207,
  208, 221, 222, 223, 224, 226, 227, 228, 229, 230, 241, 242, 243, 244, 245, 246, 247, 248, 301, 302, 303,
  304, 331, 332, 333, 334, 335, 336, 337, 338, 339, 340, 341, 342, 357, 403, 404, 405, 481, 482, 483, 484,
  485, 486, 556, 557, 558, 559, 608, 651, 652, 653, 655, 656, 657, 658, 659, 660, 661, 667, 701, 702, 703,
  704, 705, 706, 707, 708, 709, 710, 711, 712, 713, 714, 751, 752, 753, 754, 755, 756, 757, 758, 759, 760,
  761, 762, 801, 802, 803,
];

export const ANSWER_FAULTS: readonly Fault[] = [
  {
    name: '204 for success',
    fault: onSuccess((_, sent) => success(204, sent)),
    noticed: [...TAKEN, 110, 902],
    skipped: [906, 907],
  },
  {
    name: 'nothing is taken',
    fault: onSuccess((given, sent) => refusal(given, 500, sent)),
    noticed: [...TAKEN, 903],
    skipped: [902, 906, 907],
  },
  {
    name: '202 for success',
    fault: onSuccess((given) => ({ ...given, status: 202 })),
    noticed: [...TAKEN, 902],
    skipped: [906, 907],
  },
  {
    name: 'JSON for protobuf, success',
    fault: onSuccess((given, { json }) =>
      json ? given : { ...withHeaders(given, { 'content-type': 'application/json' }), body: text('{}') },
    ),
    noticed: [101, 103, 105, 107, 109, 309, 906, 907],
  },
  {
    name: 'success without a type',
    fault: onSuccess((given) => withHeaders(given, { 'content-type': undefined })),
    noticed: [107, 108, 309],
  },
  {
    name: 'success that says OK',
    fault: onSuccess((given) => ({ ...given, body: text('OK') })),
    noticed: [101, 102, 103, 104, 105, 106, 109, 110, 342, 906, 907],
  },
  {
    name: 'an empty partial_success',
    fault: onSuccess((given, { json }) =>
      given.body.length > 2
        ? given
        : { ...given, body: json ? text('{"partialSuccess":{}}') : Buffer.from([0x0a, 0]) },
    ),
    noticed: [109, 110],
  },
  {
    name: 'partial_success in snake_case',
    fault: onSuccess((given) => ({
      ...given,
      body: text(given.body.toString('latin1').replace('partialSuccess', 'partial_success')),
    })),
    noticed: [104, 106, 906, 907],
  },
  {
    name: 'answers coded by brotli, as nobody asked',
    fault: onSuccess((given) => withHeaders(given, { 'content-encoding': 'br' })),
    noticed: [102, 103, 104, 105, 106, 110, 342, 343, 906, 907],
  },
];
