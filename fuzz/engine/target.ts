// What is fuzzed: one entry point that takes bytes of a stranger, and what has to hold for all of them.
import type { Chance } from './chance.ts';

/** Makes a new input out of one; `donor` gives another one of the corpus to take pieces from. */
export type Mutator = (chance: Chance, input: Buffer, donor: () => Buffer) => Buffer;

export interface OpenTarget {
  /** Returns for an input that is treated as it should be, however it was answered; throws a finding. */
  readonly check: (input: Buffer) => void | Promise<void>;
  readonly close?: () => Promise<void>;
}

export interface Target {
  readonly name: string;
  /** Beside the kept corpus: real and built inputs. */
  readonly seeds: () => readonly Buffer[];
  readonly mutators: readonly Mutator[];
  readonly open: () => Promise<OpenTarget>;
  /** Executions that take about two seconds: what a test run makes. */
  readonly testRuns: number;
}
