// What a fault of a receiver is, and the few moves that faults are made of.
import type { RequestHandler } from 'express';
import { changes, refusal, type Given, type Sent } from './change-exchange.ts';

export interface Fault {
  readonly name: string;
  readonly fault: RequestHandler;
  /** Numbers of the cases that fail or differ because of it, and of no others. */
  readonly noticed: readonly number[];
  /** Numbers of cases that cannot be judged any more. */
  readonly skipped?: readonly number[];
}

export const BAD = [400];
export const where = (
  statuses: readonly number[],
  change: (given: Given, sent: Sent) => Given,
): RequestHandler =>
  changes((given, sent) => (statuses.includes(given.status) ? change(given, sent) : given));
export const onSuccess = (change: (given: Given, sent: Sent) => Given): RequestHandler =>
  where([200], change);
export const onRefusal = (change: (given: Given, sent: Sent) => Given): RequestHandler =>
  changes((given, sent) => (given.status >= 400 ? change(given, sent) : given));
/** Does not understand what is valid. */
export const chokesOn = (pattern: RegExp, status = 400): RequestHandler =>
  onSuccess((given, sent) => (pattern.test(sent.text) ? refusal(given, status, sent) : given));
/** Refuses by the head of the request, whatever the receiver made of it. */
export const refusesHead = (
  status: number,
  matches: (headers: Sent['request']['headers']) => boolean,
): RequestHandler =>
  changes((given, sent) => (matches(sent.request.headers) ? refusal(given, status, sent) : given));
export const coded = ({ 'content-encoding': coding = '' }: Sent['request']['headers']): string =>
  coding.toLowerCase();
export const text = (body: string): Buffer => Buffer.from(body);
