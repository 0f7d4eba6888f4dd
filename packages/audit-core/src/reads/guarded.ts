// Turns a driver's error into the store's own, so that nobody above knows which database this is.
import { AuditError } from '../errors.ts';

export async function guarded<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof AuditError) throw cause;
    throw new AuditError('store_unavailable', 'The store could not be read. Try again.', { cause });
  }
}
