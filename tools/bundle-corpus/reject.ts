// Bundles that must not pass, and why.
import type { CorpusCase } from './case.ts';
import { formRejections } from './reject-form.ts';
import { keyRejections } from './reject-keys.ts';
import { rowRejections } from './reject-rows.ts';

export async function rejectCases(): Promise<CorpusCase[]> {
  return [...(await rowRejections()), ...(await keyRejections()), ...(await formRejections())];
}
