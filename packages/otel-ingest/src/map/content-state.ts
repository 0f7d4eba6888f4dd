// Whether content was sent, held back by the client, or never there.
import type { SourceContentState } from '@governance-agent/audit-core';
import type { JsonValue } from '@governance-agent/policy-engine';
import { readInteger } from './numbers.ts';

/** What a client writes in place of content that its switches hold back. */
export function isRedactionMarker(value: JsonValue): boolean {
  return value === '<REDACTED>' || value === '[REDACTED]';
}

/** Null, empty text, `{}` and `[]` say nothing, even under a content key. */
export function saysNothing(value: JsonValue): boolean {
  if (typeof value !== 'object') return value === '';
  return value === null || Object.keys(value).length === 0;
}

export interface ContentSigns {
  readonly hasContent: boolean;
  readonly hasMarker: boolean;
  /** Lengths and sizes of the content of this kind of event. */
  readonly sizes: readonly (JsonValue | undefined)[];
}

/** A size above zero without the content it measures: the content existed and was not sent. */
export function sourceContentState({ hasContent, hasMarker, sizes }: ContentSigns): SourceContentState {
  if (hasContent) return 'captured';
  const measured = sizes.some((size) => size !== undefined && (readInteger(size) ?? 0) > 0);
  return hasMarker || measured ? 'withheld_at_source' : 'none';
}
