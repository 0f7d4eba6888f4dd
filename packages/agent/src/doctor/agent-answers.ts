// Whether the agent answers at its port, from here.
import type { Settings } from '../config/settings.ts';

const PATIENCE_MS = 3000;

export const READY = 'answers and is ready';

/** Never rejects: what is wrong comes as words. */
export async function agentAnswers({ host, port }: Pick<Settings, 'host' | 'port'>): Promise<string> {
  const url = `${ownOrigin(host, port)}/readyz`;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS), redirect: 'manual' });
    if (response.status === 200) return READY;
    return response.status === 503
      ? `answers at ${url} and is not ready`
      : `something else answers at ${url}`;
  } catch {
    return `does not answer at ${url}`;
  }
}

/** Listening everywhere is no address to connect to. */
function ownOrigin(host: string, port: number): string {
  const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}
