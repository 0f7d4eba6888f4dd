// What can be asked of one answer. A check returns what is wrong with it, or nothing.
import { MEDIA_TYPES, type Exchange } from '../wire/exchange.ts';
import { plainBody, readExportAnswer, readStatusAnswer } from './read-answer.ts';

export type Check = (exchange: Exchange) => string | undefined;

/** One of these statuses. */
export function status(...expected: readonly number[]): Check {
  return ({ answer }) =>
    expected.includes(answer.status) ? undefined : `answered ${answer.status}, not ${expected.join(' or ')}`;
}

/** Anything that is no success. */
export const refused: Check = ({ answer }) =>
  answer.status >= 400 ? undefined : `answered ${answer.status}, which is no refusal`;

/** The answer's media type is that of the request. */
export const sameType: Check = ({ plan, answer }) => {
  const wanted = MEDIA_TYPES[plan.codec];
  const [type = ''] = (answer.headers['content-type'] ?? '').split(';', 1);
  if (type.trim().toLowerCase() === wanted) return undefined;
  return type === ''
    ? `has no Content-Type, not ${wanted}`
    : `has Content-Type ${shown(type)}, not ${wanted}`;
};

export const isExportResponse: Check = (exchange) => wrongIn(readExportAnswer(exchange));
export const isStatus: Check = (exchange) => wrongIn(readStatusAnswer(exchange));

/** 200, and what was sent is valid: nothing of it may be rejected. */
export const accepted: Check = (exchange) => {
  const wrongStatus = status(200)(exchange);
  if (wrongStatus !== undefined) return wrongStatus;
  const read = readExportAnswer(exchange);
  // Whether the answer can be read at all is for other cases to say.
  const rejected = 'wrong' in read ? 0n : (read.value.partial?.rejected ?? 0n);
  return rejected === 0n ? undefined : `rejected ${rejected} of what is valid`;
};

/** 400, or 200 with the broken item counted as rejected: what is permanently wrong is never acknowledged. */
export const refusedOrRejected: Check = (exchange) => {
  if (exchange.answer.status === 400) return undefined;
  const read = exchange.answer.status === 200 ? readExportAnswer(exchange) : undefined;
  if (read === undefined) return `answered ${exchange.answer.status}, not 400 nor 200 with a partial_success`;
  const rejected = 'wrong' in read ? 0n : (read.value.partial?.rejected ?? 0n);
  return rejected > 0n ? undefined : 'answered 200 and rejected nothing';
};

/** `partial_success` unset, or a warning: a count of 0 and a message. */
export const nothingOrWarning: Check = (exchange) => {
  const read = readExportAnswer(exchange);
  if ('wrong' in read) return read.wrong;
  const { partial } = read.value;
  if (partial === undefined || partial.rejected > 0n || partial.message !== '') return undefined;
  return 'partial_success is set and says nothing';
};

export const hasMessage: Check = (exchange) => {
  const read = readStatusAnswer(exchange);
  if ('wrong' in read) return read.wrong;
  return read.value.message === '' ? 'the Status has no message' : undefined;
};

export const hasBadRequest: Check = (exchange) => {
  const read = readStatusAnswer(exchange);
  if ('wrong' in read) return read.wrong;
  const known = read.value.details.some((type) => type.endsWith('/google.rpc.BadRequest'));
  return known ? undefined : 'the Status has no google.rpc.BadRequest among its details';
};

/** The header is there, and its value fits. */
export function header(name: string, pattern: RegExp, wanted: string): Check {
  return ({ answer }) => {
    const value = answer.headers[name];
    if (value === undefined) return `has no ${wanted}`;
    return pattern.test(value) ? undefined : `has ${name} ${shown(value)}, not ${wanted}`;
  };
}

export const notCoded: Check = ({ answer }) =>
  (answer.headers['content-encoding'] ?? 'identity') === 'identity'
    ? undefined
    : `has Content-Encoding ${shown(answer.headers['content-encoding'] ?? '')} that nobody asked for`;

/** The answer does not hold this text of the request. */
export function hides(secret: string): Check {
  return ({ answer }) => {
    const body = plainBody(answer);
    const bytes = 'wrong' in body ? answer.body : body.value;
    return bytes.includes(secret) ? 'the answer repeats what was sent' : undefined;
  };
}

/** What a server said, fit for a terminal: one line, short, without control characters. */
function shown(value: string): string {
  return JSON.stringify(value.replace(/\p{C}/gu, '·').slice(0, 60));
}

function wrongIn(read: object): string | undefined {
  return 'wrong' in read && typeof read.wrong === 'string' ? read.wrong : undefined;
}
