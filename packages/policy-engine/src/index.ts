// The public list of the policy engine.
export { createMasker, type MaskedText, type MaskerDeps, type TextMasker } from './create-masker.ts';
export { createDecider, type Decide, type DecideContext, type DeciderDeps, type Verdict } from './decide.ts';
export type { Finding, Recognizer } from './detector.ts';
export { ENTITIES, type Entity, type EntityGroup } from './entities.ts';
export { PolicyError, type PolicyErrorCode } from './errors.ts';
export type { JsonObject, JsonValue } from './json.ts';
export { setOwn } from './own-property.ts';
export type { Masker, MaskRun, StructuralField } from './masker.ts';
export { parsePolicy, type CustomPattern, type CustomWords, type PiiAction, type Policy } from './policy.ts';
export { defaultSettings, type MaskSettings } from './settings.ts';
