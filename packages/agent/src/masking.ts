// The masker of the storage plane: forced. Detection switched off withholds content, it never lets it through.
import {
  createEventMasker,
  createMetricMasker,
  type EventMasker,
  type MetricMasker,
} from '@governance-agent/audit-core';
import {
  createMasker,
  PolicyError,
  type Masker,
  type Policy,
  type StructuralField,
} from '@governance-agent/policy-engine';

export interface MaskingDeps {
  readonly detection: boolean;
  /** What the organisation added or left out. */
  readonly policy: Policy;
  /** Fields of the plane whose checked values may stand unmasked. */
  readonly structural: StructuralField;
  readonly withheld: (reason: string) => void;
}

export interface Masking {
  readonly events: EventMasker;
  readonly metrics: MetricMasker;
  /** What is wrong with the masker, found by masking a text that must not survive; undefined = nothing. */
  readonly problem: string | undefined;
  /** One masked text, for names that are shown to people. */
  readonly text: (input: string) => string;
}

export function createMasking({ detection, policy, structural, withheld }: MaskingDeps): Masking {
  const masker = createMasker({ settings: { detection: detection ? 'on' : 'off' }, policy });
  const events = createEventMasker({ masker, structural, onWithheld: withheld });
  const metrics = createMetricMasker({ masker, structural, onWithheld: withheld });
  return {
    events,
    metrics,
    text: (input) => textOf(masker, input),
    problem: detection && policy.off === undefined ? selfTest(masker) : undefined,
  };
}

/** What cannot be masked is nothing. */
function textOf(masker: Masker, input: string): string {
  try {
    return masker.begin().text(input);
  } catch {
    return '';
  }
}

const SAMPLE = 'nobody@example.org';

function selfTest(masker: Masker): string | undefined {
  try {
    return masker.begin().text(SAMPLE).includes(SAMPLE) ? 'masking lets text through' : undefined;
  } catch (error) {
    return `masking fails: ${error instanceof PolicyError ? error.code : 'unknown'}`;
  }
}
