// Keeps ingest health in memory and writes it down every five seconds, away from the requests it is about.
import { IngestError, type FinishedRequest } from '@governance-agent/otel-ingest';
import { refusalFacts } from './refusal.ts';
import type { SenderNames } from './sender.ts';
import { tallyRequest } from './tally-request.ts';
import { addTally, type SenderTally, type Tallies } from './tally.ts';

const FLUSH_MS = 5000;
/** The tenant of requests whose credential names none. */
export const NO_TENANT = '';

export interface HealthRecorderDeps {
  /** Adds to the store: all or nothing. */
  readonly write: (tallies: Tallies, now: number) => Promise<void>;
  readonly names: SenderNames;
  readonly clock: { now(): number };
  /** Told when writing failed; what was to be written is kept for the next time. */
  readonly onFailure: () => void;
  readonly flushMs?: number;
}

export interface HealthRecorder {
  /** Never throws and never waits. */
  record(request: FinishedRequest): void;
  /** Telemetry that came to a path that is none of the receiver. */
  recordStray(userAgent: string | undefined): void;
  /** Writes what is left. Never rejects. */
  close(): Promise<void>;
}

export function createHealthRecorder(deps: HealthRecorderDeps): HealthRecorder {
  const { names, clock } = deps;
  const book = createBook(deps);
  const note = (request: FinishedRequest, reason: string, tenant: string | undefined): void => {
    const sender = names.nameOf(request.userAgent, tenant !== undefined);
    book.add(tenant ?? NO_TENANT, sender, tallyRequest(request, reason, clock.now()));
  };
  return {
    record(request) {
      const { outcome, tenant } = request;
      const facts = outcome.accepted ? { reason: '', tenant: undefined } : refusalFacts(outcome.error);
      note(request, facts.reason, tenant ?? facts.tenant);
    },
    recordStray: (userAgent) => note(strayRequest(userAgent), 'wrong_path', undefined),
    close: book.close,
  };
}

interface Book {
  readonly add: (tenant: string, sender: string, tally: SenderTally) => void;
  readonly close: () => Promise<void>;
}

/** The tallies since the last write, and the timer that writes them. */
function createBook({ write, clock, onFailure, flushMs = FLUSH_MS }: HealthRecorderDeps): Book {
  let tallies: Tallies = new Map();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  const flush = async (): Promise<void> => {
    const taken = tallies;
    tallies = new Map();
    if (taken.size === 0) return;
    try {
      await write(taken, clock.now());
    } catch {
      for (const [tenant, senders] of tallies) addAll(taken, tenant, senders);
      tallies = taken;
      onFailure();
    }
  };
  const flushInTurn = (): Promise<void> => (writing = writing.then(flush));
  const schedule = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void flushInTurn().then(() => (tallies.size > 0 ? schedule() : undefined));
    }, flushMs).unref();
  };
  return {
    add(tenant, sender, tally) {
      addTally(tallies, tenant, sender, tally);
      schedule();
    },
    close() {
      clearTimeout(timer);
      return flushInTurn();
    },
  };
}

function addAll(into: Tallies, tenant: string, senders: ReadonlyMap<string, SenderTally>): void {
  for (const [sender, tally] of senders) addTally(into, tenant, sender, tally);
}

function strayRequest(userAgent: string | undefined): FinishedRequest {
  const error = new IngestError('not_found', 'no such path');
  const outcome = { accepted: false, error, status: 404 } as const;
  return { signal: 'logs', protocol: 'other', encoding: 'other', userAgent, tenant: undefined, outcome };
}
