// Rows for benchmarks of the store: masked tool results of one user, 500 a session.
import {
  createEventMasker,
  EMPTY_EVENT,
  idempotencyKey,
  type MaskedEvent,
} from '@governance-agent/audit-core';
import { createMasker } from '@governance-agent/policy-engine';

/** @returns events `first` to `first + count`, different each; the same numbers give the same events. */
export function createToolResults(): (first: number, count: number) => MaskedEvent[] {
  const masker = createEventMasker({ masker: createMasker() });
  const toolResult = (n: number): MaskedEvent => {
    const time = (1_795_230_615_520_000_000n + BigInt(n)).toString();
    return masker.mask({
      ...EMPTY_EVENT,
      plane: 'claude_code',
      surface: 'cli',
      event: 'tool_result',
      sessionId: `${Math.floor(n / 500)
        .toString(16)
        .padStart(8, '0')}-0d4e-4c5f-9a0b-2f6d1e8c9b7a`,
      userEmail: 'dev@acme.example',
      durationMs: 61,
      toolName: 'Bash',
      content: { tool_parameters: 'git status && '.repeat(20) },
      contentState: 'captured',
      attributes: { success: 'true', n },
      resource: { 'service.name': 'claude-code' },
      occurredAt: time,
      clientSequence: n,
      idempotencyKey: idempotencyKey(BigInt(time), String(n)),
    });
  };
  return (first, count) => Array.from({ length: count }, (_, index) => toolResult(first + index));
}
