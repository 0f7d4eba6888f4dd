// Clients give up after 10 s (OTLP rule H17): whatever takes long is answered in time, even when it goes on.
import { IngestError } from '../errors.ts';

/**
 * What `work` yields, or IngestError `unavailable` after `milliseconds`. The work is not stopped, and how it ends then is
 * of no interest any more.
 */
export async function withDeadline<T>(work: Promise<T>, milliseconds: number, what: string): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new IngestError('unavailable', `${what} took too long: send again`)),
    milliseconds,
  );
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
