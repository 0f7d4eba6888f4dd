// ETags: 304 while nothing came, and never for what another caller, query or source was answered.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databaseKinds } from '@governance-agent/testkit';
import { DAY, row } from '../support/rows.ts';
import { testAgent, type TestAgent } from '../support/test-agent.ts';

const ACME = { org: 'acme', tenant: 'acme', dataset: 'default' };
const TAGGED = ['/decisions', '/decisions?limit=2', '/sessions', '/sessions/s-1', '/usage?group_by=day'];

describe.each(databaseKinds)('ETags on %s', (kind) => {
  let agent: TestAgent;
  let token: string;
  let minute = 100;
  beforeAll(async () => {
    agent = await testAgent(kind);
    token = await agent.token();
    await agent.writer.append(ACME, DAY);
  });
  afterAll(() => agent.remove());

  const ask = (path: string, held?: string, bearer = token): Promise<Response> =>
    fetch(`${agent.url}/api/v1${path}`, {
      headers: { authorization: `Bearer ${bearer}`, ...(held && { 'if-none-match': held }) },
    });
  const tagOf = async (path: string, bearer = token): Promise<string> =>
    (await ask(path, undefined, bearer)).headers.get('etag') ?? '';

  it.each(TAGGED)('%s is 304 until a row comes', async (path) => {
    const tag = await tagOf(path);
    const again = await ask(path, `"another", ${tag}`);
    expect([again.status, again.headers.get('etag'), await again.text()]).toEqual([304, tag, '']);
    await agent.writer.append(ACME, [row((minute += 1), { sessionId: 's-1' })]);
    const grown = await ask(path, tag);
    expect(grown.status).toBe(200);
    expect(grown.headers.get('etag')).not.toBe(tag);
  });

  it('is not moved by another tenant', async () => {
    const tag = await tagOf('/decisions');
    await agent.writer.append({ ...ACME, tenant: 'globex' }, [row((minute += 1))]);
    expect((await ask('/decisions', tag)).status).toBe(304);
  });

  it('is of one caller and one query', async () => {
    const tag = await tagOf('/decisions');
    const member = await agent.token({ scopes: ['read:own'], userEmail: 'dev@acme.example' });
    const stranger = await agent.token({ tenant: 'globex' });
    expect((await ask('/decisions', tag, member)).status).toBe(200);
    expect((await ask('/decisions', tag, stranger)).status).toBe(200);
    expect((await ask('/decisions?plane=cowork', tag)).status).toBe(200);
  });

  it.each(['/usage?source=metrics', '/usage/comparison', '/metrics'])('%s has none', async (path) => {
    expect(await tagOf(path)).toBe('');
  });

  it.each([
    ['/decisions?limit=0', 400],
    ['/sessions/none', 404],
  ])('%s is refused without one', async (path, status) => {
    const response = await ask(path);
    expect([response.status, response.headers.get('etag')]).toEqual([status, null]);
  });

  it('opens nothing to who is let in no longer', async () => {
    const tag = await tagOf('/decisions');
    expect((await ask('/decisions', tag, 'gat_wrong')).status).toBe(401);
  });
});
