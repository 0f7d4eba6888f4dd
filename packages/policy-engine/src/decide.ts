// Decides about one text by the action of the policy. Storage is never asked: there everything found is redacted.
import { PolicyError, type PolicyErrorCode } from './errors.ts';
import type { Masker } from './masker.ts';
import type { PiiAction } from './policy.ts';

/** Where the text was met. */
export interface DecideContext {
  /** True when the text is about to be stored; the action then is `redact`, whatever the setting. */
  readonly storage: boolean;
}

export interface Verdict {
  readonly decision: 'allowed' | 'redacted' | 'blocked' | 'error';
  /** What may go on: the text, the masked text, or nothing when it is blocked or cannot be vouched for. */
  readonly text: string | undefined;
  /** `warn` and `log` let the text pass and ask the host to say so to the user or to its log. */
  readonly notice: 'warn' | 'log' | 'none';
  readonly redactions: Readonly<Record<string, number>>;
  readonly policyVersion: string;
  /** Why nothing could be vouched for, with `error`. */
  readonly reason?: PolicyErrorCode;
}

export interface DeciderDeps {
  readonly masker: Masker;
  readonly action: PiiAction;
}

export type Decide = (text: string, context: DecideContext) => Verdict;

const outcomes = {
  redact: { decision: 'redacted', notice: 'none' },
  block: { decision: 'blocked', notice: 'none' },
  warn: { decision: 'allowed', notice: 'warn' },
  log: { decision: 'allowed', notice: 'log' },
} as const;

const textFor = (action: PiiAction, original: string, masked: string): string | undefined => {
  if (action === 'block') return undefined;
  return action === 'redact' ? masked : original;
};

/** Never throws on account of the text: what cannot be judged is an `error` without text. */
export function createDecider({ masker, action }: DeciderDeps): Decide {
  const { policyVersion } = masker;
  const failed = (error: unknown): Verdict => {
    const reason = error instanceof PolicyError ? error.code : 'detector_failed';
    return { decision: 'error', text: undefined, notice: 'none', redactions: {}, policyVersion, reason };
  };
  return (text, { storage }) => {
    try {
      const run = masker.begin();
      const masked = run.text(text);
      const redactions = run.redactions();
      if (masked === text) return { decision: 'allowed', text, notice: 'none', redactions, policyVersion };
      const applied = storage ? 'redact' : action;
      return { ...outcomes[applied], text: textFor(applied, text, masked), redactions, policyVersion };
    } catch (error) {
      return failed(error);
    }
  };
}
