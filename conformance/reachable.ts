// Whether anybody is there at all: without it every case would fail for the same reason.
import { ConformanceError } from './errors.ts';
import type { Target } from './target.ts';
import { openConnection } from './wire/connection.ts';

/** Throws ConformanceError `unreachable`. */
export async function assertReachable(target: Target): Promise<void> {
  try {
    const connection = await openConnection(target);
    connection.destroy();
  } catch (cause) {
    const message = `cannot connect to ${target.base.origin}: is it running, is the address right?`;
    throw new ConformanceError('unreachable', message, { cause });
  }
}
