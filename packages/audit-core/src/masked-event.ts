// The brand `Masked`: the only value the writer takes, minted here and nowhere else.
import type { AuditEvent, Decision, ContentState } from './event.ts';

declare const masked: unique symbol;

/** An event whose every string went through the masker, or was withheld. */
export type Masked<T> = T & { readonly [masked]: true };

export interface MaskedAuditEvent extends Omit<AuditEvent, 'contentState' | 'decision'> {
  readonly decision: Decision;
  readonly contentState: ContentState;
  /** Replacements per entity. */
  readonly redactions: Readonly<Record<string, number>>;
  readonly policyVersion: string;
}

export type MaskedEvent = Masked<MaskedAuditEvent>;
