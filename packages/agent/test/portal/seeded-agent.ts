// An agent with everything that the real client sent in the captures, and prompts of somebody who means harm.
import { captureRequests, captures } from '@governance-agent/testkit';
import { demoAuthorization, DEMO, replay } from '../support/ingest.ts';
import { row } from '../support/rows.ts';
import { testAgent, type TestAgent } from '../support/test-agent.ts';

export const HOSTILE = `<script>window.owned = 1</script><img src=x onerror="window.owned = 2"> [EMAIL] \${7*7}`;

export const MEMBER = 'dev@acme.example';

export interface SeededAgent {
  readonly agent: TestAgent;
  /** Of scope read. */
  readonly token: string;
  readonly admin: string;
  /** Reads what names MEMBER. */
  readonly member: string;
  /** Of a session opened with `token`: one address may log in 20 times a minute. */
  readonly cookie: string;
}

export async function seededAgent(): Promise<SeededAgent> {
  const agent = await testAgent('sqlite');
  const authorization = await demoAuthorization(agent.dataDir);
  const logs = captures().flatMap(captureRequests);
  for (const request of logs.filter(({ signal }) => signal !== 'traces')) {
    await (await replay(agent.url, authorization, request)).arrayBuffer();
  }
  await agent.writer.append({ org: DEMO, tenant: DEMO, dataset: 'default' }, [
    hostile(),
    withheld(),
    blocked(),
  ]);
  const token = await agent.token({ tenant: DEMO, org: DEMO });
  const order = { tenant: DEMO, org: DEMO };
  const admin = await agent.token({ ...order, scopes: ['admin', 'read'] });
  const member = await agent.token({ ...order, scopes: ['read:own'], userEmail: MEMBER });
  return { agent, token, admin, member, cookie: await cookieFor(agent.url, token) };
}

/** Logs in and gives the cookie's value. */
export async function cookieFor(url: string, token: string): Promise<string> {
  const response = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  });
  const [cookie = ''] = response.headers.getSetCookie();
  return /^ga_session=([^;]+)/.exec(cookie)?.[1] ?? '';
}

const hostile = () =>
  row(0, {
    sessionId: HOSTILE,
    userEmail: 'eve@acme.example',
    toolName: '<b onmouseover=alert(1)>Bash</b>',
    contentState: 'captured',
    content: { prompt: HOSTILE },
    attributes: { '<i>': '<svg onload="window.owned = 3">', team: 'core' },
  });

const withheld = () =>
  row(1, { sessionId: 's-quiet', userEmail: 'dev@acme.example', contentState: 'withheld_at_source' });

const blocked = () =>
  row(2, {
    sessionId: 's-quiet',
    userEmail: 'dev@acme.example',
    event: 'tool_decision',
    decision: 'blocked',
    toolName: 'Write',
    resource: { team: 'edge' },
  });
