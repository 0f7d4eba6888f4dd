// What a request was, once it is over: the facts that health reports are made of.
import type { IncomingMessage } from 'node:http';
import type { IngestError } from '../errors.ts';
import type { Authenticator, FinishedRequest } from '../ports.ts';
import type { Success } from './answer.ts';
import { requireCoding } from './content-encoding.ts';
import { codecOf } from './content-type.ts';
import { OTLP_STATUS } from './otlp-status.ts';
import type { Route } from './routes.ts';

/** Remembers whose the request is, also where it is refused later on. */
export interface NotedAuthenticator extends Authenticator {
  readonly tenant: () => string | undefined;
}

export function noteTenant(authenticator: Authenticator): NotedAuthenticator {
  let tenant: string | undefined;
  return {
    tenant: () => tenant,
    async authenticate(authorization) {
      const principal = await authenticator.authenticate(authorization);
      tenant = principal.tenant;
      return principal;
    },
  };
}

export function acceptedOutcome({ receipt, rejected, batch }: Success): FinishedRequest['outcome'] {
  const { appended = 0, duplicates = 0 } = receipt ?? {};
  return { accepted: true, appended, duplicates, rejected, ...(batch && { batch }) };
}

export function refusedOutcome(error: IngestError): FinishedRequest['outcome'] {
  return { accepted: false, error, status: OTLP_STATUS[error.code].http };
}

export function finishedRequest(
  { signal }: Route,
  { headers }: IncomingMessage,
  tenant: string | undefined,
  outcome: FinishedRequest['outcome'],
): FinishedRequest {
  const codec = codecOf(headers['content-type']);
  const protocol = codec === undefined ? 'other' : (`http/${codec}` as const);
  const encoding = encodingOf(headers['content-encoding']);
  return { signal, protocol, encoding, userAgent: headers['user-agent'], tenant, outcome };
}

function encodingOf(contentEncoding: string | undefined): FinishedRequest['encoding'] {
  try {
    return requireCoding(contentEncoding);
  } catch {
    return 'other';
  }
}
