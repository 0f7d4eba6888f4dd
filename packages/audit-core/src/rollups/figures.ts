// The figures of a row, as rollups add them up: the same list as the totals that are counted from rows.
import type { SealedRow } from '../row.ts';

export type FiguredRow = Pick<
  SealedRow,
  | 'event'
  | 'decision'
  | 'redactions'
  | 'tokens_input'
  | 'tokens_output'
  | 'tokens_cache_read'
  | 'tokens_cache_creation'
  | 'tokens_used'
  | 'cost_nano_usd'
>;

type Figure = (row: FiguredRow) => number;

const count =
  (condition: (row: FiguredRow) => boolean): Figure =>
  (row) =>
    condition(row) ? 1 : 0;
const sum =
  (
    column:
      'tokens_used' | 'cost_nano_usd' | `tokens_${'input' | 'output' | 'cache_read' | 'cache_creation'}`,
  ): Figure =>
  (row) =>
    row[column] ?? 0;

/** Columns of the rollups, in their order. */
const FIGURE_LIST = [
  ['events', () => 1],
  ['prompts', count(({ event }) => event === 'user_prompt')],
  ['tool_calls', count(({ event }) => event === 'tool_result')],
  ['approvals', count(({ event, decision }) => event === 'tool_decision' && decision === 'allowed')],
  ['rejections', count(({ event, decision }) => event === 'tool_decision' && decision === 'blocked')],
  ['api_requests', count(({ event }) => event === 'api_request')],
  ['errors', count(({ decision }) => decision === 'error')],
  ['redacted', count(({ redactions }) => redactions !== '{}')],
  ['tokens_input', sum('tokens_input')],
  ['tokens_output', sum('tokens_output')],
  ['tokens_cache_read', sum('tokens_cache_read')],
  ['tokens_cache_creation', sum('tokens_cache_creation')],
  ['tokens_used', sum('tokens_used')],
  ['cost_nano_usd', sum('cost_nano_usd')],
] as const satisfies readonly (readonly [string, Figure])[];

export type FigureName = (typeof FIGURE_LIST)[number][0];

export const FIGURES: readonly FigureName[] = FIGURE_LIST.map(([name]) => name);

const READERS: readonly Figure[] = FIGURE_LIST.map(([, figure]) => figure);

/**
 * Sums wrap at 2^53. No honest sum comes near it (every integer of the store is below, audit-row format), and a client that
 * sends absurd numbers must neither overflow a column, which would refuse its row, nor make two ways of adding disagree.
 */
export const WRAP = 9_007_199_254_740_992;

/** In the order of `FIGURES`. */
export type Figures = number[];

export function noFigures(): Figures {
  return READERS.map(() => 0);
}

/** What a row adds to figures: index and amount by turns, without those that are 0. Added in many places. */
export type Amounts = readonly number[];

export function amountsOf(row: FiguredRow): Amounts {
  const amounts: number[] = [];
  // Once for every row that is verified: an iterator here costs as much as hashing the row.
  for (let index = 0; index < READERS.length; index += 1) {
    const value = READERS[index]?.(row) ?? 0;
    if (value !== 0) amounts.push(index, wrapped(value));
  }
  return amounts;
}

export function addAmounts(figures: Figures, amounts: Amounts): void {
  for (let at = 0; at < amounts.length; at += 2) {
    const index = amounts[at] ?? 0;
    figures[index] = added(figures[index] ?? 0, amounts[at + 1] ?? 0);
  }
}

export function addRow(figures: Figures, row: FiguredRow): void {
  addAmounts(figures, amountsOf(row));
}

export function addFigures(figures: Figures, more: readonly number[]): void {
  for (let index = 0; index < figures.length; index += 1)
    figures[index] = added(figures[index] ?? 0, more[index] ?? 0);
}

function wrapped(value: number): number {
  return value < 0 ? value + WRAP : value;
}

// Both are below 2^53: their sum may not be a safe integer, the room that is left always is.
function added(a: number, b: number): number {
  const room = WRAP - b;
  return a >= room ? a - room : a + b;
}
