// The numbers that `demo` takes.
import { MOST_PEOPLE } from '../demo/people.ts';
import { AgentError } from '../errors.ts';

export interface DemoNumbers {
  readonly days: string;
  readonly users: string;
  readonly seed: string;
}

export interface DemoSize {
  readonly days: number;
  readonly users: number;
  readonly seed: string;
}

/** Beyond a year sending takes minutes and shows nothing new. */
export const MOST_DAYS = 366;

/** Throws AgentError `usage`. */
export function demoSize({ days, users, seed }: DemoNumbers): DemoSize {
  return { days: whole('--days', days, MOST_DAYS), users: whole('--users', users, MOST_PEOPLE), seed };
}

function whole(option: string, text: string, most: number): number {
  const number = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= most) return number;
  throw new AgentError('usage', `${option} takes a whole number from 1 to ${most}`);
}
