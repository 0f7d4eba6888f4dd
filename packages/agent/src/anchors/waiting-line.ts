// Anchors that wait for one place: the newest of each tenant, bounded, first come first served.
import type { Anchor } from './anchor.ts';

export interface WaitingAnchor {
  readonly anchor: Anchor;
  /** rows under it */
  readonly size: number;
}

export interface WaitingLine {
  /** Takes the place of the tenant's older anchor. False when another tenant's had to give way. */
  put(next: WaitingAnchor): boolean;
  first(): WaitingAnchor | undefined;
  all(): readonly WaitingAnchor[];
  /** Takes it out, unless a newer one of its tenant has taken its place. */
  done(one: WaitingAnchor): void;
  /** To the end: what one tenant's anchor meets must not hold up the others. */
  again(one: WaitingAnchor): void;
}

export function createWaitingLine(most: number): WaitingLine {
  const waiting = new Map<string, WaitingAnchor>();
  const done = (one: WaitingAnchor): void => {
    if (waiting.get(one.anchor.tenant) === one) waiting.delete(one.anchor.tenant);
  };
  return {
    put(next) {
      waiting.delete(next.anchor.tenant);
      waiting.set(next.anchor.tenant, next);
      const [oldest] = waiting.keys();
      return waiting.size <= most || oldest === undefined || !waiting.delete(oldest);
    },
    first: () => waiting.values().next().value,
    all: () => [...waiting.values()],
    done,
    again(one) {
      done(one);
      if (!waiting.has(one.anchor.tenant)) waiting.set(one.anchor.tenant, one);
    },
  };
}
