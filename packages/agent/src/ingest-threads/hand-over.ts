// What a thread prepared, sent portion by portion.
import type { Portions, IngestWork } from './work.ts';

/** Taking over ten thousand rows at once would hold up the thread that takes them: it fetches one portion after the other. */
export function handOver<Prepared>(
  prepared: Prepared,
  cut: (prepared: Prepared) => readonly Prepared[],
  rest: IngestWork['rest'],
): Portions<Prepared> {
  if (rest === undefined) return { first: prepared, more: 0 };
  const [first = prepared, ...others] = cut(prepared);
  for (const portion of others) rest.postMessage(portion);
  return { first, more: others.length };
}
