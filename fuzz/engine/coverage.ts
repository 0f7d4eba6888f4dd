// Which bytes of the project's sources ran, as V8 counts them: an input that reaches new ones is worth keeping.
import { Session } from 'node:inspector/promises';

export interface Coverage {
  /** Whether anything ran since the last call that had never run before. */
  reachedNew(): Promise<boolean>;
  stop(): Promise<void>;
}

type Scripts = Map<string, Set<string>>;

/** Blocks of the packages' own sources only; the counts start anew with every look. */
export async function startCoverage(): Promise<Coverage> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  const seen: Scripts = new Map();
  return {
    async reachedNew() {
      const { result } = await session.post('Profiler.takePreciseCoverage');
      let fresh = false;
      for (const { url, functions } of result) {
        if (!/\/packages\/[^/]+\/src\//.test(url)) continue;
        const known = seen.get(url) ?? new Set<string>();
        seen.set(url, known);
        for (const { ranges } of functions) {
          for (const { startOffset, endOffset, count } of ranges) {
            const block = `${startOffset}-${endOffset}`;
            if (count === 0 || known.has(block)) continue;
            known.add(block);
            fresh = true;
          }
        }
      }
      return fresh;
    },
    async stop() {
      await session.post('Profiler.stopPreciseCoverage');
      session.disconnect();
    },
  };
}
