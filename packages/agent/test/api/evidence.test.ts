// Checkpoints and proofs over HTTP, on both databases.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseCheckpoint, verifyConsistency, verifyInclusion } from '@governance-agent/audit-core';
import { databaseKinds } from '@governance-agent/testkit';
import { DAY, row } from '../support/rows.ts';
import { testAgent, type TestAgent } from '../support/test-agent.ts';
import { dropGuards } from '../support/set-back.ts';

const bytes = (text: string): Buffer => Buffer.from(text, 'base64');

interface Inclusion {
  readonly seq: number;
  readonly index: number;
  readonly size: number;
  readonly leaf: string;
  readonly root: string;
  readonly path: readonly string[];
  readonly checkpoint: { readonly note: string; readonly size: number } | null;
}

describe.each(databaseKinds)('evidence over HTTP on %s', (kind) => {
  let agent: TestAgent;
  let token: string;
  const acme = { org: 'acme', tenant: 'acme', dataset: 'default' };
  beforeAll(async () => {
    agent = await testAgent(kind);
    token = await agent.token();
    await agent.writer.append(acme, DAY);
    await agent.writer.append(acme, [row(10), row(11)]);
    await agent.writer.append({ ...acme, tenant: 'globex' }, [row(1)]);
  });
  afterAll(() => agent.remove());

  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${agent.url}/api/v1${path}`, { headers: { authorization: `Bearer ${token}`, ...headers } });
  const json = async <T = Record<string, unknown>>(path: string): Promise<T> =>
    (await (await get(path)).json()) as T;
  const text = { accept: 'text/plain' };

  it('gives the newest checkpoint, as JSON and as the note itself', async () => {
    const checkpoint = await json<{ note: string; root: string; origin: string }>('/audit/checkpoint');
    expect(checkpoint).toMatchObject({ size: 6, key_id: expect.any(String), created_at: expect.any(String) });
    expect(parseCheckpoint(checkpoint.note)).toMatchObject({
      origin: checkpoint.origin,
      root: checkpoint.root,
    });
    const note = await get('/audit/checkpoint', text);
    expect(note.headers.get('content-type')).toContain('text/plain');
    expect(note.headers.get('cache-control')).toBe('no-store');
    expect(await note.text()).toBe(checkpoint.note);
  });

  it('says null and null for a row that no checkpoint covers', async () => {
    const open = await json<Inclusion>('/audit/proof/inclusion?seq=8');
    expect(open).toMatchObject({ seq: 8, size: 8, checkpoint: null });
    expect((await get('/audit/proof/inclusion?seq=8', text)).status).toBe(404);
    const { decisions } = await json<{ decisions: { id: string }[] }>('/decisions?limit=1');
    const decision = await json<{ evidence: object }>(`/decisions/${decisions[0]?.id ?? ''}`);
    expect(decision.evidence).toMatchObject({ proof: null, checkpoint_size: null, proof_problem: null });
  });

  it('proves a row by seq and by id, to the first checkpoint that covers it', async () => {
    const { decisions } = await json<{ decisions: { id: string; seq: number; row_hash: string }[] }>(
      '/decisions',
    );
    for (const { id, seq, row_hash } of decisions.filter((decision) => decision.seq <= 6)) {
      const proof = await json<Inclusion>(`/audit/proof/inclusion?id=${id}`);
      expect(proof).toEqual(await json(`/audit/proof/inclusion?seq=${seq}`));
      expect(proof).toMatchObject({ seq, size: 6, leaf: row_hash, checkpoint: { size: 6 } });
      const { index, size, leaf, path } = proof;
      const root = bytes(parseCheckpoint(proof.checkpoint?.note ?? '')?.root ?? '');
      expect(verifyInclusion({ index, size, leaf: bytes(leaf), path: path.map(bytes), root })).toBe(true);
      const tlog = await (await get(`/audit/proof/inclusion?seq=${seq}`, text)).text();
      expect(tlog).toBe(
        ['c2sp.org/tlog-proof@v1', `index ${index}`, ...path, '', proof.checkpoint?.note].join('\n'),
      );
      const { evidence } = await json<{ evidence: object }>(`/decisions/${id}`);
      expect(evidence).toMatchObject({ proof: tlog, checkpoint_size: 6 });
    }
  });

  it('makes a checkpoint when asked for a fresh one, once a size, and proves consistency to it', async () => {
    const older = await json<{ size: number; root: string }>('/audit/checkpoint');
    const fresh = await json<{ size: number; root: string }>('/audit/checkpoint?fresh=true');
    expect(fresh).toMatchObject({ size: 8 });
    expect(await json('/audit/checkpoint?fresh=true')).toEqual(fresh);
    const proof = await json<{ path: string[]; from_root: string; to_root: string }>(
      `/audit/proof/consistency?from=${older.size}&to=${fresh.size}`,
    );
    expect(proof).toMatchObject({ from: 6, to: 8, from_root: older.root, to_root: fresh.root });
    const claim = {
      from: 6,
      to: 8,
      path: proof.path.map(bytes),
      fromRoot: bytes(older.root),
      toRoot: bytes(fresh.root),
    };
    expect(verifyConsistency(claim)).toBe(true);
    expect(await json('/audit/proof/inclusion?seq=2&size=8')).toMatchObject({
      size: 8,
      checkpoint: { size: 8 },
    });
    expect(await json('/audit/proof/inclusion?seq=2&size=7')).toMatchObject({ size: 7, checkpoint: null });
  });

  it.each([
    ['/audit/checkpoint?fresh=yes', 'fresh must be one of'],
    ['/audit/checkpoint?tenant=globex', 'unknown parameter "tenant"'],
    ['/audit/proof/inclusion', 'give seq or id'],
    ['/audit/proof/inclusion?seq=1&id=x', 'give seq or id'],
    ['/audit/proof/inclusion?seq=0', 'seq must be'],
    ['/audit/proof/inclusion?seq=1e3', 'seq must be'],
    ['/audit/proof/inclusion?seq=9', 'rows 1 to 8'],
    ['/audit/proof/inclusion?seq=999999999999999', 'rows 1 to 8'],
    ['/audit/proof/inclusion?seq=5&size=4', 'rows 1 to 8'],
    ['/audit/proof/inclusion?seq=5&size=9', 'rows 1 to 8'],
    ['/audit/proof/inclusion?seq=5&plane=x', 'plane does not apply here'],
    ['/audit/proof/consistency?from=1', 'give from and to'],
    ['/audit/proof/consistency?from=5&to=4', 'rows 1 to 8'],
    ['/audit/proof/consistency?from=1&to=9', 'rows 1 to 8'],
  ])('%s is a 400 that says why', async (path, detail) => {
    const response = await get(path);
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(((await response.json()) as { detail: string }).detail).toContain(detail);
  });

  it('keeps to the tenant of the token', async () => {
    const { decisions } = await json<{ decisions: { id: string }[] }>('/decisions?limit=1');
    const theirs = { authorization: `Bearer ${await agent.token({ tenant: 'globex' })}` };
    const id = decisions[0]?.id ?? '';
    expect((await get(`/audit/proof/inclusion?id=${id}`, theirs)).status).toBe(404);
    expect((await get('/audit/proof/inclusion?seq=2', theirs)).status).toBe(400);
    expect(await (await get('/audit/checkpoint', theirs)).json()).toMatchObject({ size: 1 });
    const nobody = { authorization: `Bearer ${await agent.token({ tenant: 'nobody' })}` };
    expect((await get('/audit/checkpoint?fresh=true', nobody)).status).toBe(404);
    expect((await get('/audit/proof/inclusion?seq=1', nobody)).status).toBe(400);
    const ingest = { authorization: `Bearer ${await agent.token({ scopes: ['ingest:default'] })}` };
    expect((await get('/audit/checkpoint', ingest)).status).toBe(403);
  });

  it('proves nothing of a damaged chain, says so, and still shows the row', async () => {
    const { knex } = agent.database;
    const { note } = await json<{ note: string }>('/audit/checkpoint');
    await agent.writer.append({ ...acme, tenant: 'damaged' }, DAY);
    await dropGuards(knex);
    await knex('chain_heads').where({ tenant: 'damaged' }).update({ size: 7 });
    const theirs = { authorization: `Bearer ${await agent.token({ tenant: 'damaged' })}` };
    const response = await get('/audit/proof/inclusion?seq=3&size=7', theirs);
    expect(response.status).toBe(500);
    const problem = await response.text();
    expect(problem).toContain('Run verify');
    expect(problem).not.toContain(note.slice(0, 20));
    const feed = (await (await get('/decisions?limit=1', theirs)).json()) as { decisions: { id: string }[] };
    const shown = await get(`/decisions/${feed.decisions[0]?.id ?? ''}`, theirs);
    expect(await shown.json()).toMatchObject({ evidence: { proof: null, proof_problem: 'store_corrupt' } });
  });
});
