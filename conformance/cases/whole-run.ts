// What holds for every answer, judged at the end over all that came in during the run.
import { isExportResponse, isStatus, sameType, type Check } from '../judge/checks.ts';
import { overRun } from '../judge/judge.ts';
import { readExportAnswer } from '../judge/read-answer.ts';
import type { CaseGroup } from '../model.ts';
import {
  HTTP_RETRY_AFTER,
  OTLP_FAILURES,
  OTLP_PARTIAL,
  OTLP_RETRYABLE,
  OTLP_SUCCESS,
  OTLP_THROTTLING,
} from '../sources.ts';
import { MEDIA_TYPES, type Exchange } from '../wire/exchange.ts';
import { runRule } from './rule.ts';

/** A POST of a type that OTLP knows to a path that OTLP names: the others are for HTTP to say. */
const isOtlp = ({ plan }: Exchange): boolean =>
  (plan.method ?? 'POST') === 'POST' && plan.path === undefined && plan.type === undefined;
const succeeded = ({ answer }: Exchange): boolean => answer.status >= 200 && answer.status < 300;
const failed = (exchange: Exchange): boolean => isOtlp(exchange) && exchange.answer.status >= 400;
const throttled = ({ answer }: Exchange): boolean => answer.status === 429 || answer.status === 503;
const saysPartial = (exchange: Exchange): boolean => {
  if (!isOtlp(exchange) || exchange.answer.status !== 200) return false;
  const read = readExportAnswer(exchange);
  return 'wrong' in read || read.value.partial !== undefined;
};

const is200: Check = ({ answer }) =>
  answer.status === 200 ? undefined : `a success is 200 and not ${answer.status}`;

const retryableOrNot: Check = ({ answer }) =>
  answer.status < 500 || [502, 503, 504].includes(answer.status)
    ? undefined
    : 'clients drop the batch: what can be tried again is 429, 502, 503 or 504, the rest is 4xx';

const IMF_DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
const retryAfter: Check = ({ answer }) => {
  const value = answer.headers['retry-after'];
  if (value === undefined || /^\d+$/.test(value) || IMF_DATE.test(value)) return undefined;
  return 'Retry-After is neither seconds nor a date';
};
const saysWhen: Check = ({ answer }) =>
  answer.headers['retry-after'] === undefined ? 'has no Retry-After' : undefined;

const explains: Check = (exchange) => {
  const read = readExportAnswer(exchange);
  if ('wrong' in read) return read.wrong;
  const { partial } = read.value;
  return partial !== undefined && partial.rejected > 0n && partial.message === ''
    ? 'records are rejected without an error_message'
    : undefined;
};

const NO_FAILURE = 'no refusal was seen';
const NO_PARTIAL = 'no partial_success was seen';
const NOT_THROTTLED = 'neither 429 nor 503 was seen';
const types = Object.values(MEDIA_TYPES).join(' or ');

export const WHOLE_RUN: CaseGroup = {
  name: 'The whole run',
  cases: [
    runRule(
      901,
      'MUST',
      OTLP_FAILURES,
      `Every refusal of ${types} is a Status in that type`,
      overRun(failed, NO_FAILURE, (exchange) => sameType(exchange) ?? isStatus(exchange)),
    ),
    runRule(
      902,
      'MUST',
      OTLP_SUCCESS,
      'No success is another than 200',
      overRun((exchange) => isOtlp(exchange) && succeeded(exchange), 'no success was seen', is200),
    ),
    runRule(
      903,
      'SHOULD',
      OTLP_RETRYABLE,
      'No answer is a 5xx other than 502, 503, 504',
      overRun(isOtlp, 'nothing was sent', retryableOrNot),
    ),
    runRule(
      904,
      'MUST',
      HTTP_RETRY_AFTER,
      'Retry-After is seconds or a date',
      overRun(throttled, NOT_THROTTLED, retryAfter),
    ),
    runRule(
      905,
      'MAY',
      OTLP_THROTTLING,
      '429 and 503 have Retry-After',
      overRun(throttled, NOT_THROTTLED, saysWhen),
    ),
    runRule(
      906,
      'MUST',
      OTLP_PARTIAL,
      'Every partial_success has the shape of its signal',
      overRun(saysPartial, NO_PARTIAL, isExportResponse),
    ),
    runRule(
      907,
      'SHOULD',
      OTLP_PARTIAL,
      'What is rejected is explained in error_message',
      overRun(saysPartial, NO_PARTIAL, explains),
    ),
  ],
};
