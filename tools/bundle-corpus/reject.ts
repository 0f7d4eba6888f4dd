// Bundles that must not pass, and why.
import type { CorpusCase } from './case.ts';
import { formRejections } from './reject-form.ts';
import { keyRejections } from './reject-keys.ts';
import { rowRejections } from './reject-rows.ts';
import { resealedRejections } from './resealed.ts';

export async function rejectCases(): Promise<CorpusCase[]> {
  const parts = [rowRejections, keyRejections, resealedRejections, formRejections];
  const cases: CorpusCase[] = [];
  for (const part of parts) cases.push(...(await part()));
  return cases;
}
