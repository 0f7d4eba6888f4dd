// A clock that stands still until a test moves it.

export interface FixedClock {
  now(): number;
  set(milliseconds: number): void;
  advance(milliseconds: number): void;
}

export function fixedClock(start = Date.UTC(2026, 10, 21)): FixedClock {
  let current = start;
  return {
    now: () => current,
    set: (milliseconds) => {
      current = milliseconds;
    },
    advance: (milliseconds) => {
      current += milliseconds;
    },
  };
}
