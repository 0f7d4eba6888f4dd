// Sessions as envelopes name them, each hashed once: a session has many rows.
import { sessionLine } from '../envelope.ts';

export function createSessionLines(): (session: string | null) => string {
  const lines = new Map<string | null, string>();
  return (session) => {
    let line = lines.get(session);
    if (line === undefined) lines.set(session, (line = sessionLine(session)));
    return line;
  };
}
