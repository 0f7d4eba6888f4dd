// Turns that a page boundary cut in two are one again, and a tool call is what was decided and what came of it.
import type { Decision, Turn } from '../api/types.ts';

export function joinTurns(pages: readonly { readonly turns: readonly Turn[] }[]): readonly Turn[] {
  const joined = new Map<string | null, Turn>();
  for (const turn of pages.flatMap(({ turns }) => turns)) {
    const before = joined.get(turn.correlation_id);
    joined.set(turn.correlation_id, before === undefined ? turn : sumOf(before, turn));
  }
  return [...joined.values()];
}

function sumOf(one: Turn, other: Turn): Turn {
  return {
    ...one,
    cost_usd: one.cost_usd + other.cost_usd,
    tokens_used: one.tokens_used + other.tokens_used,
    decisions: [...one.decisions, ...other.decisions],
  };
}

/** One thing in a turn: a row alone, or a tool call with its decision and its result. */
export interface Step {
  readonly row: Decision;
  readonly decided: Decision | undefined;
}

/** The result of a tool takes its decision (same `tool_use_id`) in; whatever else there is stands alone. */
export function stepsOf({ decisions }: Turn): readonly Step[] {
  const results = new Set(idsOf(decisions, 'tool_result'));
  const decided = new Map(
    decisions.flatMap((row) =>
      row.event === 'tool_decision' && row.tool_use_id !== null ? [[row.tool_use_id, row] as const] : [],
    ),
  );
  return decisions
    .filter((row) => row.event !== 'tool_decision' || !results.has(row.tool_use_id))
    .map((row) => ({
      row,
      decided: row.event === 'tool_result' ? decided.get(row.tool_use_id ?? '') : undefined,
    }));
}

function idsOf(rows: readonly Decision[], event: string): (string | null)[] {
  return rows.flatMap((row) => (row.event === event && row.tool_use_id !== null ? [row.tool_use_id] : []));
}
