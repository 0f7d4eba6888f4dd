// Faults of what a receiver reads: values, types, codings, framing.
import { changes, refusal } from './change-exchange.ts';
import { chokesOn, coded, onSuccess, refusesHead, type Fault } from './fault.ts';

export const READER_FAULTS: readonly Fault[] = [
  {
    name: 'refuses what is empty',
    fault: onSuccess((given, sent) => (sent.text.length < 20 ? refusal(given, 400, sent) : given)),
    noticed: [121, 122, 123, 124, 125, 126, 127, 128],
  },
  {
    name: 'refuses gzip',
    fault: refusesHead(415, (headers) => coded(headers) === 'gzip'),
    noticed: [331, 332, 333, 334, 335, 336, 351, 352, 353, 354, 357, 402, 408],
  },
  {
    name: 'knows gzip in lower case alone',
    fault: refusesHead(415, ({ 'content-encoding': coding = '' }) => coding === 'GZIP'),
    noticed: [336],
  },
  {
    name: 'knows gzip and nothing else',
    fault: refusesHead(415, (headers) => !['', 'gzip', 'lzma'].includes(coded(headers))),
    noticed: [337, 338, 339, 340, 341],
  },
  {
    name: 'reads types in lower case alone',
    fault: refusesHead(415, ({ 'content-type': type = '' }) => type !== type.toLowerCase()),
    noticed: [301, 302],
  },
  {
    name: 'reads types without parameters alone',
    fault: refusesHead(415, ({ 'content-type': type = '' }) => type.includes(';')),
    noticed: [303, 304],
  },
  {
    name: 'wants a length',
    fault: refusesHead(411, (headers) => 'transfer-encoding' in headers),
    noticed: [333, 407, 656, 657, 658, 659],
  },
  { name: 'does not know Expect', fault: refusesHead(417, (headers) => 'expect' in headers), noticed: [661] },
  { name: 'int64 as a number alone', fault: chokesOn(/"intValue":"/), noticed: [201, 203, 204, 241] },
  { name: 'int64 as text alone', fault: chokesOn(/"intValue":\d/), noticed: [202] },
  { name: 'times as text alone', fault: chokesOn(/"timeUnixNano":\d/), noticed: [205] },
  { name: 'doubles as numbers alone', fault: chokesOn(/"doubleValue":"/), noticed: [207, 208] },
  { name: 'ids in lower case alone', fault: chokesOn(/"traceId":"[^"]*[A-F]/), noticed: [222] },
  {
    name: 'ids in base64 alone',
    fault: chokesOn(/"(?:traceId|spanId)":"[\da-f]+"/i),
    noticed: [106, 221, 222, 224, 802],
  },
  { name: 'kinds of spans by name alone', fault: chokesOn(/"kind":\d/), noticed: [106, 224, 802] },
  {
    name: 'unknown fields refused',
    fault: chokesOn(/fieldOfALaterVersion|__proto__/),
    noticed: [226, 227, 228, 229],
  },
  { name: 'null refused', fault: chokesOn(/"body":null/), noticed: [243] },
  { name: 'snake_case read', fault: chokesOn(/resource_logs/), noticed: [230] },
  { name: 'base64 of URLs refused', fault: chokesOn(/"bytesValue":"-/), noticed: [244] },
  {
    name: 'deep values are an internal error',
    fault: changes((given, sent) =>
      /(?:arrayValue.{1,20}){99}/.test(sent.text) ? refusal(given, 500, sent) : given,
    ),
    noticed: [487, 903],
  },
  { name: 'later protobuf fields refused', fault: chokesOn(/a later version/), noticed: [701, 702] },
];
