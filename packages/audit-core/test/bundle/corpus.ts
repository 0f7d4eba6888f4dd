// The corpus of bundles, as every verifier reads it.
import { readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(import.meta.dirname, '../../../../verifiers/corpus');

export interface StoredCase {
  readonly name: string;
  readonly says: string;
  readonly file: string;
  readonly keys: readonly string[];
  readonly checkpoints: readonly string[];
  readonly expected: Readonly<Record<string, unknown>> & { readonly verdict: string };
}

export function corpusCases(): StoredCase[] {
  const { cases } = JSON.parse(readFileSync(path.join(ROOT, 'cases.json'), 'utf8')) as {
    cases: StoredCase[];
  };
  return cases;
}

export function corpusBytes({ file }: StoredCase): Uint8Array {
  return new Uint8Array(readFileSync(path.join(ROOT, file)));
}

export function corpusOptions({ keys, checkpoints }: StoredCase) {
  return { keys: keys.map((key) => new Uint8Array(Buffer.from(key, 'base64'))), checkpoints };
}
