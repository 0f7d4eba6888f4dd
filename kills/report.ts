// The report of a run as a table, and whether it is good.
import type { KillsReport } from './run-kills.ts';

const COLUMNS: readonly (readonly [string, (report: KillsReport) => string | number])[] = [
  ['kills', ({ kills }) => kills],
  ['of them before it listened', ({ whileStarting }) => whileStarting],
  ['batches acknowledged', ({ batches }) => batches],
  ['rows acknowledged', ({ rows }) => rows],
  ['tries without a 200', ({ retries }) => retries],
  ['sent again after 200', ({ repeats }) => repeats],
  ['refused for good', ({ dropped }) => dropped],
  ['rows lost', ({ lost }) => lost],
  ['rows doubled', ({ doubled }) => doubled],
  ['gaps in seq', ({ gaps }) => gaps],
  ['unsigned', ({ unsigned }) => unsigned],
  ['`verify`', ({ verdict, warnings }) => (warnings === 0 ? verdict : `${verdict}, ${warnings} warnings`)],
];

/** One line of Markdown a store, under one head. */
export function killsTable(reports: ReadonlyMap<string, KillsReport>): string {
  const head = ['store', ...COLUMNS.map(([name]) => name)];
  const lines = [...reports].map(([store, report]) => [store, ...COLUMNS.map(([, of]) => `${of(report)}`)]);
  return [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Nothing lost, nothing twice, nothing left to doubt. */
export function isGood({ lost, doubled, gaps, unsigned, dropped, warnings, verdict }: KillsReport): boolean {
  const found = [lost, doubled, gaps, unsigned, dropped, warnings];
  return verdict === 'verified' && found.every((count) => count === 0);
}
