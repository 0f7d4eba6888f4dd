// The masker port: what a plane holds in its hand to mask one record.
import type { JsonObject, JsonValue } from './json.ts';

/** Tells whether the string `value` under the top-level key `key` is structural and may stand unmasked. */
export type StructuralField = (key: string, value: string) => boolean;

/** One record being masked: counts and budget are shared by all its fields. */
export interface MaskRun {
  /** Masks one text. Throws PolicyError when it cannot (budget spent, detector failed, detection off). */
  text(input: string): string;
  /** Masks every string of a JSON value, keys included; top-level strings that `structural` accepts stand as they are. */
  json(input: JsonObject, structural?: StructuralField): JsonObject;
  value(input: JsonValue): JsonValue;
  /** How many times each entity was replaced so far, by entity name. */
  redactions(): Readonly<Record<string, number>>;
}

export interface Masker {
  /** Names the set of detectors and settings that decided; recorded in every row. */
  readonly policyVersion: string;
  /** Starts the masking of one record with a fresh budget. */
  begin(): MaskRun;
}
