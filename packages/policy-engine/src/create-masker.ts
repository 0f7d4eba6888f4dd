// Builds the masker that every plane shares.
import { createHash } from 'node:crypto';
import { createBudget, type Budget } from './budget.ts';
import { createCleanTexts, NO_CLEAN_TEXTS, type CleanTexts } from './clean-texts.ts';
import type { Recognizer } from './detector.ts';
import { PolicyError } from './errors.ts';
import type { JsonValue } from './json.ts';
import { isJsonText, maskJsonText } from './json-text.ts';
import type { Masker, MaskRun } from './masker.ts';
import { createMaskText, type MaskText } from './mask-text.ts';
import { ENTITIES, type Entity } from './entities.ts';
import { customDetectors } from './custom-detectors.ts';
import type { Policy } from './policy.ts';
import { detectors, rankOf, REGISTRY_VERSION } from './registry.ts';
import { parseSettings, type MaskSettings } from './settings.ts';
import { createWalk } from './walk-json.ts';

export interface MaskerDeps {
  readonly settings?: Partial<MaskSettings>;
  /** A parsed policy (parsePolicy): entities left out, words and patterns of the organisation. */
  readonly policy?: Policy;
  /** Recognisers beside the built-in detectors, a model for names for instance. */
  readonly recognizers?: readonly Recognizer[];
  /** Milliseconds, only ever compared with itself. */
  readonly clock?: () => number;
}

export interface MaskedText {
  readonly text: string;
  readonly redactions: Readonly<Record<string, number>>;
}

export interface TextMasker extends Masker {
  /** What this masker looks for: the registry without what the settings leave out. */
  readonly entities: readonly Entity[];
  /** Masks one text with a fresh budget. Throws PolicyError when it cannot. */
  maskText(text: string): MaskedText;
}

const names: ReadonlySet<string> = new Set(ENTITIES.map(({ name }) => name));

const versionOf = (settings: MaskSettings, policy: Policy, recognizers: readonly Recognizer[]): string => {
  const given = [Object.entries(settings).sort(), Object.entries(policy).sort()];
  const parts = [REGISTRY_VERSION, given, recognizers.map(({ name }) => name)];
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  return `${REGISTRY_VERSION}+${digest.slice(0, 12)}`;
};

interface RunDeps {
  readonly settings: MaskSettings;
  readonly maskText: MaskText;
  /** Texts without a label in which nothing was found. */
  readonly clean: CleanTexts;
  readonly clock: () => number;
}

const refuse = (settings: MaskSettings): void => {
  if (settings.detection === 'off') {
    throw new PolicyError(
      'detection_off',
      'Detection is off, so nothing can be vouched for; content is withheld.',
    );
  }
  if (ENTITIES.every(({ name }) => settings.disabled.includes(name))) {
    throw new PolicyError('registry_empty', 'No detector is left in the registry; content is withheld.');
  }
};

const beginRun = ({ settings, maskText, clean, clock }: RunDeps): MaskRun => {
  const counts = new Map<string, number>();
  const budget: Budget = createBudget(settings, clock);
  const count = (entity: string): void => {
    counts.set(entity, (counts.get(entity) ?? 0) + 1);
  };
  const string = (text: string, label: string, level: number): string => {
    if (level < settings.textDepth && isJsonText(text)) {
      return maskJsonText(text, (inner, key) => string(inner, key, level + 1), label);
    }
    return maskText(text, label, budget, count);
  };
  const field = (text: string, label: string): string => {
    budget.open(text.length);
    if (label !== '') return string(text, label, 0);
    if (clean.has(text)) return text;
    const masked = string(text, '', 0);
    if (masked === text) clean.add(text);
    return masked;
  };
  const walk = createWalk({ mask: field, depth: settings.depth });
  const ready = <T>(work: () => T): T => {
    refuse(settings);
    return work();
  };
  return {
    text: (input) => ready(() => field(input, '')),
    json: (input, structural) => ready(() => walk.object(input, structural)),
    value: (input: JsonValue) => ready(() => walk.value(input, '')),
    redactions: () => Object.fromEntries(counts),
  };
};

/** Throws PolicyError `invalid_settings` when a setting makes no sense. */
export function createMasker(deps: MaskerDeps = {}): TextMasker {
  const recognizers = deps.recognizers ?? [];
  const policy = deps.policy ?? {};
  const disabled = [...(deps.settings?.disabled ?? []), ...(policy.off ?? [])];
  const settings = parseSettings({ ...deps.settings, disabled }, names);
  const clock = deps.clock ?? (() => performance.now());
  const maskText = createMaskText({
    detectors: [...detectors, ...customDetectors(policy)],
    recognizers,
    rank: rankOf,
    disabled: new Set(disabled),
  });
  const clean = recognizers.length === 0 ? createCleanTexts() : NO_CLEAN_TEXTS;
  const begin = (): MaskRun => beginRun({ settings, maskText, clean, clock });
  return {
    policyVersion: versionOf(settings, policy, recognizers),
    entities: ENTITIES.filter(({ name }) => !settings.disabled.includes(name)),
    begin,
    maskText: (text) => {
      const run = begin();
      return { text: run.text(text), redactions: run.redactions() };
    },
  };
}
