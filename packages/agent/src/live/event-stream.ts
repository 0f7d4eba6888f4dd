// Server-sent events as bytes (HTML Living Standard, section 9.2).
import type { DecisionRecord } from '@governance-agent/audit-core';

/** The id alone tells where to resume from; no event is dispatched for it. */
export function opening(seq: number): string {
  return `retry: 2000\nid: ${seq}\n\n`;
}

export function decisionEvent(decision: DecisionRecord): string {
  // JSON has no raw line ends, whatever a prompt holds: nobody can end the event from within.
  return `event: decision\nid: ${decision.seq}\ndata: ${JSON.stringify(decision)}\n\n`;
}

/** Keeps the connection from being taken for dead, and what was passed over from being read again. */
export function heartbeat(seq: number): string {
  return `: alive\nid: ${seq}\n\n`;
}
