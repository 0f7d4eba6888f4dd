// The times that can be meant: anything else counts as absent.

/** 2001-01-01, and the last nanosecond of nineteen digits, in November 2286. */
const EARLIEST = 978_307_200_000_000_000n;
const LATEST = 9_999_999_999_999_999_999n;

/** @param time Unix nanoseconds. */
export function isSane(time: bigint): boolean {
  return time >= EARLIEST && time <= LATEST;
}
