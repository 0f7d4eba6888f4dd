// The endpoint as one case sees it. A receiver that says "later" is asked again before it is judged.
import type { Facts, Peer } from '../model.ts';
import type { Signal } from '../signal.ts';
import { signalPath, type Target } from '../target.ts';
import { openConnection } from './connection.ts';
import { exchange, type Exchange, type RequestPlan } from './exchange.ts';

export interface PeerDeps {
  readonly target: Target;
  /** Every exchange of the run; peers add to it. */
  readonly transcript: Exchange[];
  readonly wait: (milliseconds: number) => Promise<unknown>;
}

/** 429 and 503 say nothing of the rule under test. */
const TRIES = 3;
const LONGEST_WAIT_MS = 5_000;

export function createPeer({ target, transcript, wait }: PeerDeps, facts: Facts): Peer {
  const once = async (plan: RequestPlan): Promise<Exchange> => {
    const done = await exchange(target, plan);
    transcript.push(done);
    return done;
  };
  return {
    facts,
    origin: target.base.origin,
    transcript: () => transcript,
    connect: () => openConnection(target),
    headLines: (signal, extra) => headLines(target, signal, extra),
    async send(plan) {
      for (let tries = 1; ; tries += 1) {
        const done = await once(plan);
        if (!isThrottled(done) || tries === TRIES) return done;
        await wait(retryAfterMs(done));
      }
    },
  };
}

function isThrottled({ answer }: Exchange): boolean {
  return answer.status === 429 || answer.status === 503;
}

function retryAfterMs({ answer }: Exchange): number {
  const seconds = Number(answer.headers['retry-after'] ?? 1);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds * 1000, LONGEST_WAIT_MS) : 1000;
}

function headLines(target: Target, signal: Signal, extra: readonly string[]): string[] {
  const credential = target.authorization === undefined ? [] : [`Authorization: ${target.authorization}`];
  const others = Object.entries(target.headers).map(([name, value]) => `${name}: ${value}`);
  const request = `POST ${signalPath(target, signal)} HTTP/1.1`;
  return [request, `Host: ${target.base.host}`, ...credential, ...others, ...extra];
}
