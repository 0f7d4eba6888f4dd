// Bundles that must not pass.
import type { CorpusCase } from './case.ts';
export function rejectCases(): Promise<CorpusCase[]> { return Promise.resolve([]); }
