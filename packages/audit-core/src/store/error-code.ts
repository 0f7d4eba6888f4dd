// What a driver says went wrong, in a word.

/**
 * SQLSTATE, SQLite's or Node's name of the error; undefined for what has none. By its code alone: a driver makes its errors
 * in the realm that loaded it first, where `Error` is another.
 */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
