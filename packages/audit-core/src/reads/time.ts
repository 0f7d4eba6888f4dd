// Times as readers see them: RFC 3339 text in UTC.

const NS_PER_MS = 1_000_000n;

/** 19 decimal digits of Unix nanoseconds to RFC 3339; milliseconds unless the client sent more. */
export function nanosecondsToIso(nanoseconds: string): string {
  const value = BigInt(nanoseconds);
  const iso = millisecondsToIso(Number(value / NS_PER_MS));
  const rest = value % NS_PER_MS;
  return rest === 0n ? iso : iso.replace('Z', `${rest.toString().padStart(6, '0')}Z`);
}

export function millisecondsToIso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** 19 decimal digits of Unix nanoseconds; what is less than a millisecond is cut off. */
export function nanosecondsToMilliseconds(nanoseconds: string): number {
  return Number(BigInt(nanoseconds) / NS_PER_MS);
}

/** Unix milliseconds that a stored time can have: thirteen digits. */
export function clampMilliseconds(milliseconds: number): number {
  return Math.min(Math.max(0, Math.trunc(milliseconds)), 9_999_999_999_999);
}

/** Unix milliseconds as the fixed-width nanoseconds that `occurred_at` is stored as. */
export function millisecondsToNanoseconds(milliseconds: number): string {
  return (BigInt(clampMilliseconds(milliseconds)) * NS_PER_MS).toString().padStart(19, '0');
}
