// Ages on the command line: `90d`.
import { AgentError } from '../errors.ts';

/** Throws AgentError `usage`. */
export function daysOf(text: string): number {
  const [, days] = /^([1-9]\d{0,4})d$/.exec(text) ?? [];
  if (days !== undefined) return Number(days);
  throw new AgentError('usage', '--older-than takes a number of days such as 90d');
}
