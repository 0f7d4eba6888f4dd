// What one kind of event adds to the columns that every event has.
import type { AuditEvent } from '@governance-agent/audit-core';
import type { RecordFields } from '../attributes.ts';

export type KindColumns = Pick<
  AuditEvent,
  | 'decision'
  | 'tokensInput'
  | 'tokensOutput'
  | 'tokensCacheRead'
  | 'tokensCacheCreation'
  | 'costNanoUsd'
  | 'toolName'
>;

export interface EventMapping {
  /** Takes the columns of this kind out of the record. */
  readonly takeColumns: (fields: RecordFields) => KindColumns;
  /** Attributes that measure the content of this kind: above zero, content existed. */
  readonly sizeKeys: readonly string[];
}

export const NO_COLUMNS: KindColumns = {
  decision: null,
  tokensInput: null,
  tokensOutput: null,
  tokensCacheRead: null,
  tokensCacheCreation: null,
  costNanoUsd: null,
  toolName: null,
};
