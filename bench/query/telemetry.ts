// Telemetry of an organisation over thirty days: users in teams, their sessions, models and tools. The same numbers give the same events.
import {
  createEventMasker,
  EMPTY_EVENT,
  idempotencyKey,
  type AuditEvent,
  type MaskedEvent,
} from '@governance-agent/audit-core';
import { createMasker } from '@governance-agent/policy-engine';

/** That of `start`, so that an agent can go on with the chain. */
export const TENANT = 'demo';
export const DAYS = 30;
/** Unix milliseconds: the first day begins at midnight, UTC. */
export const START = Date.UTC(2026, 9, 22);
export const DATASETS = ['default', 'platform', 'research'] as const;

const USERS = 240;
const TEAMS = 12;
const MODELS = ['claude-opus-5-5', 'claude-sonnet-5', 'claude-haiku-5', 'claude-opus-5', 'claude-sonnet-4-5'];
const TOOLS = ['Bash', 'Read', 'Edit', 'Write', 'Grep', 'Glob', 'Task', 'WebFetch', 'WebSearch', 'TodoWrite'];
const EVENTS_A_SESSION = 200;
const EVENTS_A_TURN = 12;

/** Events `first` to `first + count` of `total`, in order of time. */
export function createTelemetry(total: number): (first: number, count: number) => MaskedEvent[] {
  const masker = createEventMasker({ masker: createMasker() });
  // So many sessions run at once that each lasts about two hours.
  const atOnce = Math.max(1, Math.round((total / (DAYS * 24) / EVENTS_A_SESSION) * 2));
  return (first, count) =>
    Array.from({ length: count }, (_, index) => masker.mask(eventOf(first + index, total, atOnce)));
}

/** A user keeps a team; sessions go round the users. */
export const userOf = (session: number): string => `dev${(session * 7) % USERS}@acme.example`;
export const sessionOf = (session: number): string =>
  `${hex(session * 2_654_435_761)}-0d4e-4c5f-9a0b-${hex(session).padStart(12, '0')}`;

function eventOf(n: number, total: number, atOnce: number): AuditEvent {
  const round = Math.floor(n / (atOnce * EVENTS_A_SESSION));
  const session = round * atOnce + (n % atOnce);
  const step = Math.floor((n % (atOnce * EVENTS_A_SESSION)) / atOnce);
  const time = BigInt(START + Math.floor((n / total) * DAYS * 86_400_000)) * 1_000_000n + BigInt(n % 1000);
  return {
    ...EMPTY_EVENT,
    ...stepOf(step, session),
    plane: session % 9 === 0 ? 'cowork' : 'claude_code',
    surface: 'cli',
    sessionId: sessionOf(session),
    correlationId: `${hex(session)}-1247-4019-83af-${hex(Math.floor(step / EVENTS_A_TURN)).padStart(12, '0')}`,
    userEmail: userOf(session),
    attributes: { 'event.sequence': step, 'terminal.type': 'vscode' },
    resource: { 'service.name': 'claude-code', team: `team-${((session * 7) % USERS) % TEAMS}` },
    occurredAt: time.toString(),
    clientSequence: step,
    idempotencyKey: idempotencyKey(time, String(n)),
  };
}

type Step = Partial<AuditEvent> & Pick<AuditEvent, 'event'>;

function stepOf(step: number, session: number): Step {
  const tool = TOOLS[(session + Math.floor(step / 4)) % TOOLS.length] ?? 'Bash';
  if (step % EVENTS_A_TURN === 0)
    return {
      event: 'user_prompt',
      content: { prompt: 'Find out why the build takes so long. '.repeat(8) },
      contentState: 'captured',
    };
  if (step % 4 === 1) return requestOf(step, session);
  if (step % 4 === 2)
    return { event: 'tool_decision', toolName: tool, decision: step % 50 === 2 ? 'blocked' : 'allowed' };
  if (step % 97 === 95) return { event: 'api_error', decision: 'error' };
  return {
    ...{ event: 'tool_result', toolName: tool, durationMs: 40 + (step % 60) },
    ...{ content: { tool_parameters: 'git status && '.repeat(20) }, contentState: 'captured' },
  };
}

function requestOf(step: number, session: number): Step {
  const model = MODELS[(session + Math.floor(step / 40)) % MODELS.length] ?? null;
  const tokens = {
    tokensInput: 900 + step,
    tokensOutput: 48,
    tokensCacheRead: 5600,
    tokensCacheCreation: 340,
  };
  return { event: 'api_request', model, ...tokens, costNanoUsd: 7_281_000 + step * 1000, durationMs: 1500 };
}

function hex(n: number): string {
  return (n % 0x1_0000_0000).toString(16).padStart(8, '0');
}
