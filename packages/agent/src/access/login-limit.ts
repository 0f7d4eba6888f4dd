// How often one address may try to log in. Tokens cannot be guessed: this spares the store, and its memory is bounded.
import { isIPv6 } from 'node:net';
import { LRUCache } from 'lru-cache';

export interface LoginLimit {
  /** Seconds to wait, or undefined: counted, go ahead. */
  take(address: string): number | undefined;
}

export interface LoginLimitDeps {
  readonly clock: { now(): number };
}

const TRIES = 20;
const WINDOW_MS = 60_000;
const ADDRESSES = 10_000;

interface Window {
  readonly start: number;
  readonly tries: number;
}

export function createLoginLimit({ clock }: LoginLimitDeps): LoginLimit {
  const windows = new LRUCache<string, Window>({ max: ADDRESSES });
  return {
    take(address) {
      const now = clock.now();
      const key = networkOf(address);
      const known = windows.get(key);
      const current = known !== undefined && now - known.start < WINDOW_MS ? known : { start: now, tries: 0 };
      if (current.tries >= TRIES) return Math.max(1, Math.ceil((current.start + WINDOW_MS - now) / 1000));
      windows.set(key, { ...current, tries: current.tries + 1 });
      return undefined;
    },
  };
}

/** One customer of IPv6 has a /64 at least: addresses within it are one. */
function networkOf(address: string): string {
  if (!isIPv6(address) || address.startsWith('::ffff:')) return address;
  const [head = ''] = address.split('::');
  const groups = head.split(':').filter((group) => group !== '');
  return groups.slice(0, 4).join(':');
}
