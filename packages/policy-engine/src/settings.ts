// Settings of the masker, checked once when it is built.
import { PolicyError } from './errors.ts';

export interface MaskSettings {
  /** `off`: nothing is masked and every run throws, so that callers withhold content. */
  readonly detection: 'on' | 'off';
  /** Entities left out, by registry name. */
  readonly disabled: readonly string[];
  /** UTF-16 units of one field and of all fields of a record. */
  readonly fieldCharacters: number;
  readonly eventCharacters: number;
  /** Milliseconds for one field and for a record. */
  readonly fieldMilliseconds: number;
  readonly eventMilliseconds: number;
  /** How deep objects may nest, and how deep JSON inside strings is followed. */
  readonly depth: number;
  readonly textDepth: number;
}

export const defaultSettings: MaskSettings = {
  detection: 'on',
  disabled: [],
  fieldCharacters: 4 * 1024 * 1024,
  eventCharacters: 16 * 1024 * 1024,
  fieldMilliseconds: 2_000,
  eventMilliseconds: 5_000,
  depth: 128,
  textDepth: 4,
};

const positive = [
  'fieldCharacters',
  'eventCharacters',
  'fieldMilliseconds',
  'eventMilliseconds',
  'depth',
  'textDepth',
] as const;

/** Fills the gaps with defaults; throws PolicyError `invalid_settings` with every reason. */
export function parseSettings(given: Partial<MaskSettings>, entities: ReadonlySet<string>): MaskSettings {
  const settings = { ...defaultSettings, ...given };
  const reasons = positive
    .filter((name) => !Number.isFinite(settings[name]) || settings[name] <= 0)
    .map((name) => `${name} must be a positive number`);
  const unknown = settings.disabled.filter((name) => !entities.has(name));
  for (const name of unknown) reasons.push(`disabled names ${name}, which the registry does not know`);
  for (const name of Object.keys(given).filter((name) => !Object.hasOwn(defaultSettings, name))) {
    reasons.push(`${name} is no setting`);
  }
  if (reasons.length > 0) throw new PolicyError('invalid_settings', `Mask settings: ${reasons.join('; ')}.`);
  return settings;
}
