// What is asked when partitions are detached.
import type { ActDeps } from '../administration/act.ts';

export interface DetachOptions extends ActDeps {
  /** Unix milliseconds: partitions that end at or before it */
  readonly olderThan: number;
  /** Drops the detached tables instead of leaving them for an archive. */
  readonly drop?: boolean;
  /** Only says what would be done. */
  readonly dryRun?: boolean;
  /** Stops between two partitions. */
  readonly signal?: AbortSignal;
}
