// The text columns of an event: identifiers of a known shape stand as they are, everything else is masked.
import type { AuditEvent } from './event.ts';
import { profileString } from './profile.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const HEX_ID = /^[0-9a-f]{64}$/i;
const PREFIXED_ID = /^(?:user|toolu|req|msg|call|cse)_[0-9A-Za-z]{8,64}$/;
const EMAIL = /^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}$/;
const NAME = /^[a-z][a-z0-9_.-]{0,63}$/;
/** Letters alone, or the two names of an MCP tool: no room for a number, and a token is longer than a word. */
const TOOL_NAME = /^[A-Za-z_]{1,40}$|^mcp__[A-Za-z_-]{1,24}__[A-Za-z_-]{1,40}$/;
const MODEL = /^(?:claude|gpt|gemini|qwen)(?:-[a-z]{1,10}|-\d{1,2}(?:\.\d{1,2})?|-20\d{6}){1,6}(?:\[1m\])?$/;

const isId = (value: string): boolean => UUID.test(value) || HEX_ID.test(value) || PREFIXED_ID.test(value);
// Attribution is the product: who acted is kept, as the claim of the client that it is.
const isIdentity = (value: string): boolean => isId(value) || EMAIL.test(value);
const isToolName = (value: string): boolean => TOOL_NAME.test(value);
const isModel = (value: string): boolean => MODEL.test(value);
const isName = (value: string): boolean => NAME.test(value) && !/\d/.test(value);

const STRUCTURAL = {
  sessionId: isId,
  correlationId: isId,
  toolUseId: isId,
  userAccountUuid: isId,
  userId: isIdentity,
  userEmail: isIdentity,
  model: isModel,
  toolName: isToolName,
  surface: isName,
} as const satisfies Partial<Record<keyof AuditEvent, (value: string) => boolean>>;

type Column = keyof typeof STRUCTURAL;
const COLUMNS = Object.keys(STRUCTURAL) as Column[];
const MAX_LENGTH = 512;

export type TextColumns = Pick<AuditEvent, Column | 'plane' | 'event'>;

/** Every text column, masked by `mask` unless its value has a known structural shape. */
export function maskColumns(event: AuditEvent, mask: (text: string) => string): TextColumns {
  return eachColumn(event, (column, value) => (STRUCTURAL[column](value) ? value : mask(value)), {
    plane: mask(event.plane),
    event: mask(event.event),
  });
}

/** What stands without a masker: identifiers of a known shape and plain names. */
export function structuralColumns(event: AuditEvent): TextColumns {
  return eachColumn(event, (column, value) => (STRUCTURAL[column](value) ? value : null), {
    plane: NAME.test(event.plane) ? event.plane : 'unknown',
    event: NAME.test(event.event) ? event.event : 'unknown',
  });
}

function eachColumn(
  event: AuditEvent,
  read: (column: Column, value: string) => string | null,
  names: Pick<AuditEvent, 'plane' | 'event'>,
): TextColumns {
  const columns: Record<Column, string | null> = {
    sessionId: null,
    correlationId: null,
    toolUseId: null,
    userAccountUuid: null,
    userId: null,
    userEmail: null,
    model: null,
    toolName: null,
    surface: null,
  };
  for (const column of COLUMNS) columns[column] = bounded(event[column], (value) => read(column, value));
  return { ...columns, plane: clip(names.plane), event: clip(names.event) };
}

function bounded(value: string | null, read: (value: string) => string | null): string | null {
  const text = value === null || value === '' ? null : read(value);
  return text === null ? null : clip(text);
}

// Masked first, cut after: a cut in the middle of a number would hide it from the detectors.
function clip(text: string): string {
  return profileString(text.length > MAX_LENGTH ? text.slice(0, MAX_LENGTH) : text);
}
