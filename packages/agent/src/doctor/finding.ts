// What the doctor says of one thing it looked at.

export interface Finding {
  /** What was looked at, in a word. */
  readonly check: string;
  /** `note`: worth knowing, nothing to do. */
  readonly state: 'ok' | 'note' | 'problem';
  readonly text: string;
  /** What to do; there for every problem. */
  readonly what_to_do?: string;
}

export function ok(check: string, text: string): Finding {
  return { check, state: 'ok', text };
}

export function note(check: string, text: string): Finding {
  return { check, state: 'note', text };
}

export function problem(check: string, text: string, what_to_do: string): Finding {
  return { check, state: 'problem', text, what_to_do };
}
