// What a benchmark found: printed as tables of Markdown, and kept as JSON where BENCH_RESULT names a file.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import path from 'node:path';
import { machine } from './measure.ts';

export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

export interface BenchResult {
  /** Name of the benchmark's folder, and its options. */
  readonly command: string;
  /** ISO 8601 */
  readonly date: string;
  readonly machine: string;
  /** Load average of the minute before: what else the machine did. */
  readonly loadBefore: number;
  /** Native Ed25519 signatures per second of one core, measured in the same run. */
  readonly signRate: number;
  /** How it was measured, a sentence each. */
  readonly notes: readonly string[];
  readonly tables: readonly Table[];
  /** What bars are held against, by name. */
  readonly figures: Readonly<Record<string, number>>;
}

export type Findings = Pick<BenchResult, 'signRate' | 'notes' | 'tables' | 'figures'>;

const [loadBefore = 0] = loadavg();

/** @param name of the benchmark; the options are those of this process. */
export function publish(name: string, findings: Findings): void {
  const command = withoutPasswords(['pnpm bench', name, ...process.argv.slice(2)].join(' '));
  const date = new Date().toISOString();
  const result: BenchResult = { command, date, machine: machine(), loadBefore, ...findings };
  console.log(resultText(result));
  const file = process.env['BENCH_RESULT'];
  if (file !== undefined) writeWhole(file, `${JSON.stringify(result, null, 2)}\n`);
}

const withoutPasswords = (text: string): string => text.replace(/:\/\/[^@\s/]*@/g, '://…@');

/** A run that is cut leaves no half of a file. */
export function writeWhole(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

export function resultText({ command, machine: made, signRate, notes, tables }: BenchResult): string {
  const head = `${command}: ${made}, S = ${Math.round(signRate).toLocaleString('en-US')}/s`;
  return [head, ...notes, ...tables.flatMap((table) => ['', table.title, '', tableText(table)])].join('\n');
}

/** What ends a cell, and outside of code what makes text bold or a tag. */
function escaped(cell: string): string {
  return cell.replace(cell.startsWith('`') ? /\|/g : /[|*_<]/g, '\\$&');
}

/** A table of Markdown that shows the cells as they are; one that begins with a backtick is code. */
export function tableText({ columns, rows }: Omit<Table, 'title'>): string {
  const line = (cells: readonly (string | number)[]): string =>
    `| ${cells.map((cell) => escaped(String(cell))).join(' | ')} |`;
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
}
