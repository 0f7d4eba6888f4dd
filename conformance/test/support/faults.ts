// Receivers that break one rule each. Everything else about them is right.
import { ANSWER_FAULTS } from './answer-faults.ts';
import type { Fault } from './fault.ts';
import { OTHER_FAULTS } from './other-faults.ts';
import { READER_FAULTS } from './reader-faults.ts';
import { REFUSAL_FAULTS } from './refusal-faults.ts';

/** What the receiver differs in by itself, and what nobody sees who is never throttled. */
export const DIFFERS = [225];
export const UNSEEN = [904, 905];

export const FAULTS: readonly Fault[] = [
  ...ANSWER_FAULTS,
  ...REFUSAL_FAULTS,
  ...READER_FAULTS,
  ...OTHER_FAULTS,
];
