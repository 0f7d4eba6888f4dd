// The report as a Markdown document, and the tables of the guide.
import type { CaseGroup } from '../model.ts';
import type { CaseResult } from '../run-cases.ts';
import { summarize } from './summary.ts';
import { verdict } from './text.ts';

export interface RunDescription {
  /** The base URL; it holds no credential. */
  readonly endpoint: string;
  /** ISO 8601 */
  readonly started: string;
}

export function markdownReport(
  { endpoint, started }: RunDescription,
  results: readonly CaseResult[],
): string {
  const summary = summarize(results);
  const groups = summary.groups.map(({ group, cases, passed, failed, differs, skipped }) =>
    row([group, cases, passed, failed, differs, skipped]),
  );
  const cases = results.map(({ id, level, outcome, title, reason = '' }) =>
    row([id, level, outcome === 'failed' ? '**failed**' : outcome, title, reason]),
  );
  return [
    '# OTLP/HTTP conformance',
    '',
    `Endpoint \`${endpoint}\`, ${started}. ${verdict(summary)}`,
    '',
    ...table(['group', 'cases', 'passed', 'failed', 'differ', 'skipped'], groups),
    '',
    ...table(['case', 'level', 'result', 'what', 'reason'], cases),
    '',
  ].join('\n');
}

/** One section a group, with what each case asks and where that comes from. */
export function markdownCases(groups: readonly CaseGroup[]): string {
  const sections = groups.map(({ name, cases }) => {
    const rows = cases.map(({ id, level, title, source }) =>
      row([id, level, title, `[${source.name}](${source.url})`]),
    );
    return [`### ${name}`, '', ...table(['case', 'level', 'what', 'source'], rows), ''].join('\n');
  });
  return sections.join('\n');
}

function table(head: readonly string[], rows: readonly string[]): string[] {
  return [row(head), row(head.map(() => '---')), ...rows];
}

function row(cells: readonly (string | number)[]): string {
  return `| ${cells.map((cell) => escaped(String(cell))).join(' | ')} |`;
}

/** Links and backquotes are written by us alone; what would end a cell or begin a tag is text. */
function escaped(cell: string): string {
  return cell.replace(/[|<*]/g, '\\$&');
}
