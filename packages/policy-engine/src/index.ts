// The public list of the policy engine.
export { PolicyError, type PolicyErrorCode } from './errors.ts';
export type { JsonObject, JsonValue } from './json.ts';
export type { Masker, MaskRun, StructuralField } from './masker.ts';
