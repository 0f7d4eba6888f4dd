// The port between the scan and the detectors: what a detector is asked, and how it answers.

/** What a detector may look at and where it reports. Offsets are those of the normalised copy. */
export interface Scan {
  readonly text: string;
  /** The JSON key the text stands under; empty when there is none. */
  readonly label: string;
  emit(entity: string, start: number, end: number): void;
  /** Bits of the key words (context-words.ts) found in the few words before `at`, or in the label. */
  context(at: number): number;
  /** Counts uses of something dear; false once `most` uses are spent in this text. */
  spend(name: string, most: number): boolean;
  /** A mark that a detector leaves for itself, where its last search ended for instance; 0 before the first. */
  memo(name: string): number;
  note(name: string, value: number): void;
}

/** Digits that belong together, with the separators between them left out. Valid only during the call. */
export interface NumberWindow {
  readonly digits: string;
  readonly start: number;
  readonly end: number;
  /** Key words before the digits; 0 when the window does not begin the cluster of numbers. */
  readonly context: number;
  /** Lengths of the groups, `4-4-4-4`. */
  readonly shape: () => string;
  /** The separator when it is the same everywhere, `''` for one group, `*` when mixed. A line break is a `\n`. */
  readonly separator: () => string;
  /** True when no further group with the same separator stands before or after. */
  readonly alone: () => boolean;
  /** All separators in a row. */
  readonly gaps: () => string;
  /** What touches the digits and so makes them part of something else: letters, or a decimal point with more digits. */
  readonly touch: () => '' | 'letter' | 'point';
}

/** A run of letters and digits that holds both. */
export interface MixedToken {
  readonly start: number;
  readonly end: number;
  readonly value: string;
}

/** Asked for every window of one of these digit counts, until a detector answers true. */
export interface NumberDetector {
  readonly on: 'number';
  readonly lengths: readonly number[];
  /** Finds nothing unless a key word stands before the digits. */
  readonly keyed?: boolean;
  find(scan: Scan, window: NumberWindow): boolean;
}

/** Asked at words that begin with one of the prefixes; `anyCase` ignores case. */
export interface PrefixDetector {
  readonly on: 'prefix';
  readonly prefixes: readonly string[];
  readonly anyCase?: boolean;
  find(scan: Scan, start: number): void;
}

/** Asked at each of these punctuation marks. */
export interface CharDetector {
  readonly on: 'char';
  readonly chars: string;
  find(scan: Scan, at: number): void;
}

export interface MixedDetector {
  readonly on: 'mixed';
  find(scan: Scan, token: MixedToken): void;
}

/** Asked once for a text that stands under a key. */
export interface LabelDetector {
  readonly on: 'label';
  find(scan: Scan): void;
}

export type Detector = NumberDetector | PrefixDetector | CharDetector | MixedDetector | LabelDetector;

/** A stretch of the original text that must not be stored. */
export interface Finding {
  readonly entity: string;
  readonly start: number;
  readonly end: number;
}

/**
 * A recogniser that the host plugs in, a model for names for instance. Offsets are UTF-16 positions in `text`.
 * One that throws makes the run fail with `detector_failed`; the caller then withholds the content.
 */
export interface Recognizer {
  readonly name: string;
  readonly entities: readonly string[];
  recognize(text: string, label: string): Iterable<Finding>;
}
