// One row of a table of cases.
import type { Judge } from '../judge/judge.ts';
import type { ConformanceCase, Level } from '../model.ts';
import type { Signal } from '../signal.ts';
import type { Source } from '../sources.ts';

/** The signal is logs where the rule is the same for all three. */
export function rule(
  number: number,
  level: Level,
  source: Source,
  title: string,
  judge: Judge,
  signal: Signal | undefined = 'logs',
): ConformanceCase {
  return { id: `OTLP-HTTP-${number}`, level, source, title, signal, judge };
}

/** Judged at the end, over every exchange of the run. */
export function runRule(
  number: number,
  level: Level,
  source: Source,
  title: string,
  judge: Judge,
): ConformanceCase {
  return { id: `OTLP-HTTP-${number}`, level, source, title, signal: undefined, judge };
}
