// The report for people: a table of cases, a table of groups, one sentence.
import Table from 'cli-table3';
import type { CaseGroup } from '../model.ts';
import type { CaseResult } from '../run-cases.ts';
import { summarize, type Counts, type Summary } from './summary.ts';

type Row = readonly (string | number)[];

export function textReport(results: readonly CaseResult[]): string {
  const cases = results.map((result) => [
    result.id,
    result.level,
    result.outcome === 'failed' ? 'FAILED' : result.outcome,
    result.reason === undefined ? result.title : `${result.title}\n  ${result.reason}`,
  ]);
  const summary = summarize(results);
  return [
    drawn(['case', 'level', 'result', 'what'], cases),
    drawn(['group', 'cases', 'passed', 'failed', 'differs', 'skipped'], groupRows(summary)),
    verdict(summary),
  ].join('\n');
}

export function textList(groups: readonly CaseGroup[]): string {
  const rows = groups.flatMap(({ name, cases }) =>
    cases.map(({ id, level, title, source }) => [id, level, name, title, source.name]),
  );
  return drawn(['case', 'level', 'group', 'what', 'source'], rows);
}

/** One sentence. Differences are told apart from failures: an endpoint may have its reasons. */
export function verdict({ cases, passed, failed, differs, skipped }: Counts): string {
  const rest = `${cases} cases: ${passed} passed, ${failed} failed, ${differs} differ, ${skipped} skipped.`;
  return failed === 0 ? `No MUST is broken. ${rest}` : `${failed} MUST broken. ${rest}`;
}

function groupRows({ groups, ...all }: Summary): Row[] {
  const cells = ({ cases, passed, failed, differs, skipped }: Counts) => [
    cases,
    passed,
    failed,
    differs,
    skipped,
  ];
  return [...groups.map((group): Row => [group.group, ...cells(group)]), ['all', ...cells(all)]];
}

function drawn(head: readonly string[], rows: readonly Row[]): string {
  const table = new Table({ head: [...head], style: { head: [], border: [], compact: true } });
  for (const row of rows) table.push([...row]);
  return table.toString();
}
