// A real OpenID provider on this machine: `oidc-provider` in a process of its own, spoken to over HTTP.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

const CHILD = path.join(import.meta.dirname, '../processes/oidc-provider.ts');

export const CLIENT = { id: 'governance-agent', secret: 'test-secret-of-no-worth' } as const;

export interface RealProvider {
  readonly issuer: string;
  readonly close: () => Promise<void>;
}

export interface RealProviderOptions {
  /** What the provider knows of somebody; by the name they log in with. */
  readonly people: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly publicUrl: string;
  /** Whether claims stand in the ID token, too, and not in the userinfo answer alone. */
  readonly inIdToken?: boolean;
  readonly isPublicClient?: boolean;
  readonly port?: number;
}

export async function realProvider(options: RealProviderOptions): Promise<RealProvider> {
  const { people, inIdToken = false, port = 0 } = options;
  const order = JSON.stringify({ people, inIdToken, port, client: clientOf(options) });
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', CHILD, order], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const exit = once(child, 'exit');
  const issuer = await issuerIn(child.stdout);
  const close = async (): Promise<void> => {
    child.stdin.end();
    await exit;
  };
  return { issuer, close };
}

function clientOf({ publicUrl, isPublicClient }: RealProviderOptions) {
  return {
    client_id: CLIENT.id,
    redirect_uris: [`${publicUrl}/api/v1/session/oidc/callback`],
    post_logout_redirect_uris: [`${publicUrl}/`],
    ...(isPublicClient === true ? { token_endpoint_auth_method: 'none' } : { client_secret: CLIENT.secret }),
  };
}

/** The library tells on standard output, too, what must not be used in earnest. */
async function issuerIn(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output }))
    if (line.startsWith('issuer ')) {
      output.resume();
      return line.slice('issuer '.length);
    }
  throw new Error('the provider ended before it listened');
}
