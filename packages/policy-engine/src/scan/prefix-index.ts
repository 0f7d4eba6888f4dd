// Finds, by the first two characters of a word, the few prefix detectors that may concern it.
import type { PrefixDetector, Scan } from '../detector.ts';

export interface PrefixIndex {
  /** Asks every detector one of whose prefixes stands at `start`. */
  ask(scan: Scan, start: number): void;
}

interface Entry {
  readonly prefix: string;
  readonly anyCase: boolean;
  readonly detector: PrefixDetector;
}

const lower = Uint8Array.from({ length: 128 }, (_, code) => (code >= 65 && code <= 90 ? code + 32 : code));
const slot = (first: number, second: number): number => ((lower[first] ?? 0) << 7) | (lower[second] ?? 0);

const stands = (entry: Entry, text: string, start: number): boolean =>
  entry.anyCase
    ? text.slice(start, start + entry.prefix.length).toLowerCase() === entry.prefix
    : text.startsWith(entry.prefix, start);

/** Prefixes have at least two characters; those of `anyCase` detectors are written in lower case. */
export function compilePrefixes(detectors: readonly PrefixDetector[]): PrefixIndex {
  const slots = new Map<number, Entry[]>();
  const filled = new Uint8Array(1 << 14);
  for (const detector of detectors) {
    for (const prefix of detector.prefixes) {
      const key = slot(prefix.charCodeAt(0), prefix.charCodeAt(1));
      const entries = slots.get(key) ?? [];
      entries.push({ prefix, anyCase: detector.anyCase ?? false, detector });
      slots.set(key, entries);
      filled[key] = 1;
    }
  }
  return {
    ask(scan, start) {
      const { text } = scan;
      const second = text.charCodeAt(start + 1);
      // Past the end the code is NaN, beyond ASCII the table has no slot.
      if (!(second < 128)) return;
      const key = slot(text.charCodeAt(start), second);
      if (filled[key] !== 1) return;
      for (const entry of slots.get(key) ?? []) {
        if (stands(entry, text, start)) entry.detector.find(scan, start);
      }
    },
  };
}
