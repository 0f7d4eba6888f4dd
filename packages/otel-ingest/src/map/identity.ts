// Who and which conversation: claims of the client, from the record or from the resource.
import type { AuditEvent } from '@governance-agent/audit-core';
import type { JsonValue } from '@governance-agent/policy-engine';
import { take, takeFirst, type RecordFields } from './attributes.ts';
import { columnText } from './column-text.ts';

export type Identity = Pick<
  AuditEvent,
  'sessionId' | 'correlationId' | 'userEmail' | 'userId' | 'userAccountUuid'
>;

const SESSION = ['session.id', 'conversation.id', 'gen_ai.conversation.id', 'sessionId', 'conversation_id'];
const TURN = ['prompt.id', 'prompt_id', 'github.copilot.interaction_id', 'generation_id'];
const EMAIL = ['user.email', 'user_email'];
const USER = ['user.id', 'user.account_id', 'enduser.sub', 'installation.id'];

/** `enduser.id` is whatever the operator made it: an e-mail goes where e-mails go, anything else names the user. */
export function takeIdentity(fields: RecordFields): Identity {
  return {
    sessionId: takeFirst(fields, SESSION, columnText),
    correlationId: takeFirst(fields, TURN, columnText),
    userEmail: takeFirst(fields, EMAIL, columnText) ?? take(fields, 'enduser.id', emailText),
    userId: takeFirst(fields, USER, columnText) ?? take(fields, 'enduser.id', otherText),
    userAccountUuid: take(fields, 'user.account_uuid', columnText),
  };
}

function emailText(value: JsonValue): string | null {
  const text = columnText(value);
  return text?.includes('@') === true ? text : null;
}

function otherText(value: JsonValue): string | null {
  const text = columnText(value);
  return text?.includes('@') === true ? null : text;
}
