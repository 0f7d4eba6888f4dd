// Random bytes by the page: one system call a few hundred rows instead of two a row.
import { randomFillSync } from 'node:crypto';

const POOL_BYTES = 8192;

/** Cryptographically random bytes. No byte is ever handed out twice; each result is a copy of its own. */
export function createRandomPool(): (size: number) => Buffer {
  const pool = Buffer.alloc(POOL_BYTES);
  let used = POOL_BYTES;
  return (size) => {
    if (size > POOL_BYTES) return randomFillSync(Buffer.alloc(size));
    if (used + size > POOL_BYTES) {
      randomFillSync(pool);
      used = 0;
    }
    const bytes = Buffer.from(pool.subarray(used, used + size));
    pool.fill(0, used, used + size);
    used += size;
    return bytes;
  };
}
