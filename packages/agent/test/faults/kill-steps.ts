// Every step between a request that was read and its answer, as the statement that stands for it.
import type { DatabaseKind } from '@governance-agent/testkit';

export interface KillStep {
  readonly name: string;
  /** The statement, as a regular expression. */
  readonly sql?: string;
  /**
   * `sent`: the database has the statement, the agent does not have its answer. On PostgreSQL statements behind one that is
   * `after` may be sent as well.
   */
  readonly when?: 'before' | 'sent' | 'after';
  /** Which occurrence since the start of the process: the ones before it come to be answered. */
  readonly nth?: number;
  /** In an ingest thread, at this many hashes. */
  readonly hashes?: number;
}

const ROWS = '(INSERT INTO|COPY) audit_logs';
const CONTENTS = '(INSERT INTO|COPY) audit_content';
const CHECKPOINT = 'INSERT INTO checkpoints';
const HEAD = 'UPDATE chain_heads';
const COMMIT = '^COMMIT$';

const COMMON: readonly KillStep[] = [
  { name: 'in an ingest thread', hashes: 1000 },
  { name: 'after the rows, before their content', sql: CONTENTS, when: 'before', nth: 30 },
  { name: 'before a checkpoint', sql: CHECKPOINT, when: 'before', nth: 2 },
  { name: 'with the checkpoint there, before the commit', sql: CHECKPOINT, when: 'after', nth: 2 },
  { name: 'before the head moves', sql: HEAD, when: 'before', nth: 4 },
  { name: 'before the commit', sql: COMMIT, when: 'before', nth: 4 },
  { name: 'after the commit, before the answer', sql: COMMIT, when: 'after', nth: 4 },
];

const SQLITE: readonly KillStep[] = [
  { name: 'before the lock', sql: '^BEGIN IMMEDIATE$', when: 'before', nth: 4 },
  { name: 'with the lock, before the first row', sql: '^BEGIN IMMEDIATE$', when: 'after', nth: 4 },
  { name: 'in the middle of the rows', sql: ROWS, when: 'after', nth: 70 },
];

const POSTGRES: readonly KillStep[] = [
  { name: 'before the transaction', sql: '^BEGIN$', when: 'before', nth: 4 },
  { name: 'with the head locked, before the first row', sql: 'FOR UPDATE', when: 'after', nth: 4 },
  { name: 'while the server stores the rows', sql: ROWS, when: 'sent', nth: 4 },
  { name: 'while the server commits', sql: COMMIT, when: 'sent', nth: 4 },
];

export function killSteps(kind: DatabaseKind): readonly KillStep[] {
  return [...(kind === 'sqlite' ? SQLITE : POSTGRES), ...COMMON];
}
