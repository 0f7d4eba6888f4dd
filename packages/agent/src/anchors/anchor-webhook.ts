// Anchors as HTTPS POST. The URL is the operator's own setting; a redirect is a refusal, since it would lead elsewhere.
import { AnchorError, type AnchorPlace } from './anchor.ts';

const TIMEOUT_MS = 5000;

export interface AnchorWebhookDeps {
  readonly url: string;
  /** Sent as Bearer. */
  readonly token: string | undefined;
  readonly timeoutMs?: number;
}

export function createAnchorWebhook({ url, token, timeoutMs = TIMEOUT_MS }: AnchorWebhookDeps): AnchorPlace {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const headers = { 'content-type': 'application/json', ...authorization };
  return {
    kind: 'webhook',
    deliver: async (anchor, signal) => {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
      const body = JSON.stringify(anchor);
      const status = await post(url, { method: 'POST', redirect: 'manual', headers, body, signal: limit });
      if (status < 200 || status > 299) throw new AnchorError('refused', `The webhook answered ${status}`);
    },
  };
}

async function post(url: string, request: RequestInit): Promise<number> {
  try {
    const response = await fetch(url, request);
    // What it says is not read: only that it took the anchor counts.
    await response.body?.cancel();
    return response.status;
  } catch (cause) {
    const code = request.signal?.aborted ? 'timeout' : 'unreachable';
    throw new AnchorError(code, 'The webhook did not answer', { cause });
  }
}
