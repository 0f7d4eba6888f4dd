// tool_decision: the approval record. Codex has the same event with words of its own.
import type { Decision } from '@governance-agent/audit-core';
import type { JsonValue } from '@governance-agent/policy-engine';
import { takeOwn } from '../attributes.ts';
import { takeCalledTool } from '../tool-name.ts';
import { NO_COLUMNS, type EventMapping } from './mapping.ts';

const VERDICTS: ReadonlyMap<JsonValue, Decision> = new Map([
  ['accept', 'allowed'],
  ['approved', 'allowed'],
  ['approved_for_session', 'allowed'],
  ['reject', 'blocked'],
  ['denied', 'blocked'],
  ['abort', 'blocked'],
]);

/** An approval record that says neither yes nor no is an error: it must not read as allowed. The word stays. */
export const toolDecision: EventMapping = {
  takeColumns: (fields) => ({
    ...NO_COLUMNS,
    toolName: takeCalledTool(fields),
    decision: takeOwn(fields, 'decision', (word) => VERDICTS.get(word) ?? null) ?? 'error',
  }),
  sizeKeys: ['tool_input_size_bytes'],
};
