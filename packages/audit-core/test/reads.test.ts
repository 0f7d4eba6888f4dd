import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  readDecision,
  readDecisions,
  readSession,
  readSessions,
  readUsage,
  type AuditEvent,
  type DecisionFilters,
  type UsageQuery,
} from '../src/index.ts';
import { auditEvent, eventMasker } from './support/events.ts';
import { ACME, GLOBEX, storeKinds, testStore, type TestStore } from './support/store.ts';

const DAY_NS = 86_400_000_000_000n;
const START = 1_795_230_615_520_000_000n;
const time = (days: number): string => (START + DAY_NS * BigInt(days)).toString();
const SESSION_2 = '9a8a381c-ed53-4fed-bdf3-550f937a7c45';
const none = {
  tokensInput: null,
  tokensOutput: null,
  costNanoUsd: null,
  model: null,
  content: null,
  contentState: 'none',
} as const;

const story: Partial<AuditEvent>[] = [
  {
    ...none,
    event: 'user_prompt',
    content: { prompt: 'say secret' },
    contentState: 'captured',
    resource: { team: 'core' },
  },
  {
    event: 'api_request',
    content: null,
    contentState: 'none',
    tokensInput: 100,
    tokensOutput: 10,
    costNanoUsd: 5_000_000,
  },
  { ...none, event: 'tool_decision', decision: 'allowed', toolName: 'Bash' },
  { ...none, event: 'tool_result', toolName: 'Bash', attributes: { success: true, team: 'edge', count: 3 } },
  {
    ...none,
    event: 'tool_decision',
    decision: 'blocked',
    toolName: 'Write',
    correlationId: null,
    occurredAt: time(1),
  },
  {
    ...none,
    event: 'api_error',
    decision: 'error',
    sessionId: SESSION_2,
    userEmail: 'ops@acme.example',
    occurredAt: time(1),
  },
  { ...none, event: 'plugin_loaded', sessionId: null, userEmail: null, plane: 'cowork', occurredAt: time(2) },
];

describe.each(storeKinds)('reads on %s', (kind) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await testStore(kind);
    const masked = story.map((change, index) =>
      eventMasker.mask(auditEvent({ ...change, clientSequence: index })),
    );
    await store.writer.append(ACME, masked);
    await store.writer.append(GLOBEX, [eventMasker.mask(auditEvent({ event: 'foreign' }))]);
  });
  afterAll(() => store.remove());

  const events = async (filters: DecisionFilters): Promise<string[]> =>
    (await readDecisions(store.database, 'acme', filters)).decisions.map(({ event }) => event);

  test('the feed is newest first, complete and of one tenant', async () => {
    expect(await events({})).toEqual(story.map(({ event }) => event).reverse());
  });

  test('pages by cursor without gap or overlap', async () => {
    const seen: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await readDecisions(store.database, 'acme', {
        limit: 3,
        ...(cursor === undefined ? {} : { cursor }),
      });
      seen.push(...page.decisions.map(({ seq }) => seq));
      cursor = page.next_cursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1]);
  });

  test.each<[string, DecisionFilters, string[]]>([
    ['plane', { columns: { plane: 'cowork' } }, ['plugin_loaded']],
    ['event', { columns: { event: 'api_error' } }, ['api_error']],
    ['decision', { columns: { decision: 'blocked' } }, ['tool_decision']],
    ['user_email', { columns: { user_email: 'ops@acme.example' } }, ['api_error']],
    ['session_id', { columns: { session_id: SESSION_2 } }, ['api_error']],
    ['correlation_id', { columns: { correlation_id: 'nothing' } }, []],
    ['tool_name', { columns: { tool_name: 'Bash' } }, ['tool_result', 'tool_decision']],
    ['model', { columns: { model: 'claude-opus-5-5' } }, ['api_request']],
    ['dataset', { columns: { dataset: 'other' } }, []],
    ['since', { since: Number(BigInt(time(2)) / 1_000_000n) }, ['plugin_loaded']],
    [
      'until',
      { until: Number(BigInt(time(1)) / 1_000_000n) },
      ['tool_result', 'tool_decision', 'api_request', 'user_prompt'],
    ],
    ['attribute text', { attributes: { team: 'edge' } }, ['tool_result']],
    ['attribute boolean', { attributes: { success: 'true' } }, ['tool_result']],
    ['attribute number', { attributes: { count: '3' } }, ['tool_result']],
    ['resource attribute', { attributes: { team: 'core' } }, ['user_prompt']],
    ['hostile attribute key', { attributes: { '"] OR 1=1 --': 'x' } }, []],
    ['several at once', { columns: { tool_name: 'Bash' }, attributes: { success: 'true' } }, ['tool_result']],
  ])('filters by %s', async (_name, filters, expected) => {
    expect(await events(filters)).toEqual(expected);
  });

  test('one decision comes with the bytes that were signed', async () => {
    const [newest] = (await readDecisions(store.database, 'acme', { columns: { event: 'user_prompt' } }))
      .decisions;
    const decision = await readDecision(store.database, 'acme', newest?.id ?? '');
    expect(decision).toMatchObject({
      content: { prompt: 'say [SECRET]' },
      decision: 'redacted',
      redactions: { SECRET: 1 },
    });
    expect(decision?.occurred_at).toBe('2026-11-21T03:10:15.520Z');
    expect(decision?.evidence.envelope.split('\n')).toHaveLength(9);
    expect(decision?.evidence.public_key).toBe(Buffer.from(store.key.publicKey).toString('base64'));
    expect(await readDecision(store.database, 'globex', newest?.id ?? '')).toBeNull();
  });

  test('sessions are summed and shown as turns', async () => {
    const { sessions } = await readSessions(store.database, 'acme');
    expect(sessions).toHaveLength(2);
    expect(sessions[1]).toMatchObject({
      events: 5,
      prompts: 1,
      tool_calls: 1,
      approvals: 1,
      rejections: 1,
      cost_usd: 0.005,
      turns: 1,
    });
    const timeline = await readSession(store.database, 'acme', sessions[1]?.session_id ?? '');
    expect(timeline?.turns.map(({ decisions }) => decisions.length)).toEqual([4, 1]);
    expect(timeline?.turns[0]).toMatchObject({ tokens_used: 110, cost_usd: 0.005 });
    expect(await readSession(store.database, 'globex', SESSION_2)).toBeNull();
    expect((await readSessions(store.database, 'acme', { limit: 1 })).next_cursor).not.toBeNull();
  });

  test.each<[UsageQuery['by'], (string | null)[]]>([
    ['user', ['dev@acme.example', 'ops@acme.example', null]],
    ['model', ['claude-opus-5-5', null]],
    ['tool', [null, 'Bash', 'Write']],
    ['day', ['2026-11-21', '2026-11-22', '2026-11-23']],
    ['plane', ['claude_code', 'cowork']],
    [{ attribute: 'team' }, [null, 'core', 'edge']],
  ])('usage groups by %p', async (by, groups) => {
    const { usage, source } = await readUsage(store.database, 'acme', { by });
    expect(source).toBe('logs');
    expect(new Set(usage.map(({ group }) => group))).toEqual(new Set(groups));
    expect(usage.reduce((sum, { events: count }) => sum + count, 0)).toBe(story.length);
    expect(usage.reduce((sum, { cost_usd }) => sum + cost_usd, 0)).toBeCloseTo(0.005, 12);
  });

  test('usage splits groups by time bucket', async () => {
    const { usage } = await readUsage(store.database, 'acme', { by: 'plane', bucket: 'day' });
    expect(usage.map(({ group, bucket, events: count }) => [group, bucket?.slice(0, 10), count])).toEqual([
      ['claude_code', '2026-11-21', 4],
      ['claude_code', '2026-11-22', 2],
      ['cowork', '2026-11-23', 1],
    ]);
  });

  test('a cursor of somebody else is refused', async () => {
    await expect(readDecisions(store.database, 'acme', { cursor: 'zzz' })).rejects.toMatchObject({
      code: 'invalid_cursor',
    });
  });
});
