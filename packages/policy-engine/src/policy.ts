// The policy file of an organisation: which entities count, its own words and patterns, and what to do about a finding.
import { Ajv } from 'ajv';
import { PatternRefused, provePattern } from './checks/linear-pattern.ts';
import { ENTITIES } from './entities.ts';
import { PolicyError } from './errors.ts';

/** What happens when something is found; on the storage plane it is always `redact`. */
export type PiiAction = 'warn' | 'log' | 'block' | 'redact';

/** Words that an organisation keeps to itself: project names, customers. Matched as whole words, in any case. */
export interface CustomWords {
  readonly entity: string;
  readonly values: readonly string[];
}

/** A pattern with bounded repeats that begins with two letters or digits (checks/linear-pattern.ts). */
export interface CustomPattern {
  readonly entity: string;
  readonly pattern: string;
}

export interface Policy {
  readonly action?: PiiAction;
  /** Entities that are not looked for, by registry name. */
  readonly off?: readonly string[];
  readonly words?: readonly CustomWords[];
  readonly patterns?: readonly CustomPattern[];
}

const entity = { type: 'string', pattern: '^[A-Z][A-Z0-9_]{1,39}$' };
const entry = (name: string, value: object) => ({
  type: 'object',
  additionalProperties: false,
  required: ['entity', name],
  properties: { entity, [name]: value },
});

const word = { type: 'string', minLength: 3, maxLength: 100, pattern: '^[A-Za-z0-9]{2}' };

const schema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    action: { enum: ['warn', 'log', 'block', 'redact'] },
    off: { type: 'array', uniqueItems: true, items: { enum: ENTITIES.map(({ name }) => name) } },
    words: {
      type: 'array',
      maxItems: 100,
      items: entry('values', { type: 'array', minItems: 1, maxItems: 1000, items: word }),
    },
    patterns: { type: 'array', maxItems: 100, items: entry('pattern', { type: 'string', minLength: 3 }) },
  },
};

const reasonsOf = (given: unknown): string[] => {
  const ajv = new Ajv({ allErrors: true });
  const validate = ajv.compile(schema);
  if (validate(given)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message }) => `${instancePath || 'policy'} ${message ?? 'is wrong'}`,
  );
};

const refusal = ({ pattern }: CustomPattern): string | undefined => {
  try {
    provePattern(pattern);
    return undefined;
  } catch (error) {
    return error instanceof PatternRefused ? error.message : 'it is no pattern';
  }
};

const patternReasons = (policy: Policy): string[] =>
  (policy.patterns ?? []).flatMap((item, i) => {
    const reason = refusal(item);
    return reason === undefined ? [] : [`/patterns/${i}/pattern was refused: ${reason}`];
  });

/** Throws PolicyError `invalid_settings` with every reason. */
export function parsePolicy(given: unknown): Policy {
  const reasons = reasonsOf(given);
  // Validated above, so the shape is that of a policy.
  const policy = given as Policy;
  if (reasons.length === 0) reasons.push(...patternReasons(policy));
  if (reasons.length > 0) throw new PolicyError('invalid_settings', `Policy: ${reasons.join('; ')}.`);
  return policy;
}
