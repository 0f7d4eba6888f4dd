// What a row has to say in one line, and what it does not say and why.
import type { ContentState, Decision } from '../api/types.ts';

const FIRST = ['prompt', 'response', 'tool_input', 'tool_parameters', 'error'];

/** The most telling text of a row, or undefined. */
export function summaryOf({ content }: Pick<Decision, 'content'>): string | undefined {
  if (content === null) return undefined;
  const key = FIRST.find((name) => name in content) ?? Object.keys(content)[0];
  const value = key === undefined ? undefined : content[key];
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Text as it is; anything else as indented JSON. JSON inside text is laid out as well. */
export function textOf(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value, null, 2);
  if (!/^\s*[{[]/.test(value)) return value;
  try {
    return JSON.stringify(JSON.parse(value), null, 2);
  } catch {
    return value;
  }
}

export const CONTENT_STATES: Readonly<Record<ContentState, string>> = {
  captured: 'Content was sent, masked, then stored.',
  withheld_at_source:
    'Withheld at source: the client was not told to send content. Only lengths and metadata arrived.',
  withheld: 'Withheld by the agent: masking failed or ran out of time, so nothing of it was stored.',
  erased: 'Erased after the fact. The seal still holds over what is left.',
  none: 'This kind of event has no content.',
};

/** Who acted, by the best identity the client claimed. */
export function actorOf(row: Pick<Decision, 'user_email' | 'user_account_uuid' | 'user_id'>): string | null {
  return row.user_email ?? row.user_account_uuid ?? row.user_id;
}

const IDENTIFIER = /^[0-9a-f-]{25,}$/i;
const LONGEST = 40;

/** A long identifier keeps its beginning: enough to tell two apart. A name is cut only where it is very long. */
export function shortened(text: string): string {
  if (IDENTIFIER.test(text)) return `${text.slice(0, 10)}…`;
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
