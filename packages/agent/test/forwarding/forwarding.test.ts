// Rows of a real store on their way to destinations that misbehave in every way.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  createAuditWriter,
  createSigner,
  generateSigningKey,
  migrate,
  openDatabase,
} from '@governance-agent/audit-core';
import type { AuditWriter, Database } from '@governance-agent/audit-core';
import { databaseKinds, temporaryDatabaseUrl } from '@governance-agent/testkit';
import { setTimeout as pause } from 'node:timers/promises';
import { createAdministration } from '../../src/administration/administration.ts';
import type { Destination } from '../../src/forwarding/destination.ts';
import { createForwarding, type Forwarding } from '../../src/forwarding/forwarding.ts';
import { createMetrics, type AgentMetrics } from '../../src/metrics.ts';
import { AGENT_MIGRATIONS } from '../../src/migrations/agent-migrations.ts';
import { row } from '../support/rows.ts';
import {
  answer,
  hang,
  receiver,
  take,
  type Behaviour,
  type ReceivedRecord,
  type Receiver,
} from './receiver.ts';

const clock = { now: Date.now };
const pauses = { pollMs: 50, gatherMs: 1, firstMs: 5, longestMs: 40 };
const PROMPT = 'say [EMAIL] hello';

describe.each(databaseKinds)('on %s', (kind) => {
  let store: Awaited<ReturnType<typeof temporaryDatabaseUrl>>;
  let database: Database;
  let writer: AuditWriter;
  let place: Receiver;
  let metrics: AgentMetrics;
  let logged: string[];
  const open: Forwarding[] = [];

  beforeEach(async () => {
    store = await temporaryDatabaseUrl(kind);
    database = openDatabase(store.url);
    await migrate(database, AGENT_MIGRATIONS);
    writer = createAuditWriter({ database, clock, signer: createSigner({ key: generateSigningKey() }) });
    place = await receiver();
    metrics = createMetrics();
    logged = [];
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((one) => one.close()));
    await writer.close();
    await place.close();
    await database.close();
    await store.remove();
  });

  const forward = async (change: Partial<Destination> = {}, to: Partial<Destination>[] = [{}]) => {
    const destinations = to.map((own, index) => ({
      name: `place-${index}`,
      url: `${place.endpoint}/v1/logs`,
      headers: { 'x-key': 'made-up' },
      tenants: undefined,
      content: true,
      from: 'start' as const,
      ...change,
      ...own,
    }));
    const keep = (message: string, fields: object = {}): void =>
      void logged.push(`${message} ${JSON.stringify(fields)}`);
    const logger = { error: keep, warn: keep, info: keep, debug: keep };
    const forwarding = createForwarding({ destinations, database, metrics, logger, clock, pauses });
    open.push(forwarding);
    await forwarding.start();
    return forwarding;
  };
  const append = async (from: number, count: number, tenant = 'acme'): Promise<void> => {
    const events = Array.from({ length: count }, (_, index) =>
      row(from + index, {
        sessionId: 's-1',
        clientSequence: from + index,
        contentState: 'captured',
        content: { prompt: PROMPT, tool_input: { path: '[PATH]' } },
        resource: { 'service.name': 'claude-code', team: 'core' },
        attributes: { 'audit.seq': 'not from here', colour: 'blue' },
      }),
    );
    await writer.append({ org: 'acme', tenant, dataset: 'default' }, events);
  };
  const sequences = (records: readonly ReceivedRecord[], tenant = 'acme'): unknown[] => [
    ...new Set(
      records
        .filter(({ attributes }) => attributes['audit.tenant'] === tenant)
        .map(({ attributes }) => attributes['audit.seq']),
    ),
  ];
  const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
  const until = async (done: () => boolean): Promise<void> => {
    while (!done()) await pause(5);
  };

  test('a row arrives as it was masked, with what the chain says of it', async () => {
    await append(0, 1);
    await forward();
    await until(() => place.taken.length === 1);
    expect(place.asked[0]?.headers).toMatchObject({
      'content-type': 'application/x-protobuf',
      'content-encoding': 'gzip',
      'x-key': 'made-up',
    });
    const [hash] = await database.knex('audit_logs').pluck<string[]>('row_hash');
    expect(place.taken).toMatchObject([
      {
        body: 'user_prompt',
        eventName: 'user_prompt',
        resource: { 'service.name': 'claude-code', team: 'core' },
        attributes: {
          'event.name': 'user_prompt',
          'session.id': 's-1',
          'event.sequence': 0,
          prompt: PROMPT,
          tool_input: '{"path":"[PATH]"}',
          colour: 'blue',
          'audit.seq': 1,
          'audit.row_hash': hash,
          'audit.plane': 'claude_code',
          'audit.tenant': 'acme',
          'audit.hops': 1,
        },
      },
    ]);
  });

  test('content stays where the destination is not to have it, and where it was erased', async () => {
    await append(0, 2);
    await database.knex('audit_content').where({ seq: 1 }).delete();
    await forward({}, [{ content: false }, { content: true }]);
    await until(() => place.taken.length === 4);
    const withPrompt = place.taken.filter(({ attributes }) => 'prompt' in attributes);
    expect(withPrompt.map(({ attributes }) => attributes['audit.seq'])).toEqual([2]);
    expect(place.taken.some(({ attributes }) => attributes['audit.content_state'] === 'erased')).toBe(true);
  });

  test('only the tenants that are named, and no row of an operator', async () => {
    await append(0, 2, 'acme');
    await append(10, 2, 'other');
    const record = { act: 'token_revoked', token: 'made-up' } as const;
    await createAdministration({ writer, database, clock }).state({ tenant: 'other', actor: 'cli', record });
    await append(20, 1, 'other');
    await forward({ tenants: ['other'] });
    await until(() => place.taken.length === 3);
    expect([sequences(place.taken, 'acme'), sequences(place.taken, 'other')]).toEqual([[], [1, 2, 4]]);
  });

  test('a destination that begins now gets nothing from before, and everything after', async () => {
    await append(0, 3);
    const forwarding = await forward({ from: 'now' });
    await append(10, 2);
    await append(20, 2, 'new-tenant');
    forwarding.grew();
    await until(() => place.taken.length === 4);
    expect([sequences(place.taken), sequences(place.taken, 'new-tenant')]).toEqual([
      [4, 5],
      [1, 2],
    ]);
  });

  const flapping = (): Behaviour => {
    let asked = 0;
    return (records, response) => ((asked += 1) % 3 === 0 ? take : answer(503))(records, response);
  };
  const misbehaviours: readonly [string, () => Behaviour][] = [
    ['500', () => answer(500)],
    ['503 with Retry-After', () => answer(503, { 'retry-after': '0' })],
    ['429', () => answer(429, { 'retry-after': '0' })],
    ['401', () => answer(401)],
    ['404', () => answer(404)],
    ['a redirect', () => answer(307, { location: 'http://127.0.0.1:1/' })],
    ['a cut connection', () => (_records, response) => void response.destroy()],
    ['ups and downs', flapping],
  ];
  test.each(misbehaviours)('%s: rows land meanwhile and arrive later, in order', async (_name, make) => {
    place.behave(make());
    const forwarding = await forward();
    for (let batch = 0; batch < 4; batch += 1) {
      await append(batch * 10, 5);
      forwarding.grew();
      await until(() => place.asked.length > batch);
    }
    expect(await database.knex('audit_logs').pluck('seq')).toHaveLength(20);
    place.behave(take);
    await until(() => sequences(place.taken).length === 20);
    expect(sequences(place.taken)).toEqual(upTo(20));
    const failures = (await metrics.forwardFailures.get()).values;
    expect(failures.reduce((sum, { value }) => sum + value, 0)).toBeGreaterThan(0);
    expect(logged.join('\n')).not.toMatch(/made-up|hello|acme|127\.0\.0\.1/);
  });

  test('one that hangs holds up nobody: not ingest, not the other destination, not the end', async () => {
    const other = await receiver();
    place.behave(hang);
    const forwarding = await forward({}, [{}, { url: `${other.endpoint}/v1/logs` }]);
    for (let batch = 0; batch < 4; batch += 1) {
      await append(batch * 10, 5);
      forwarding.grew();
    }
    await until(() => other.taken.length === 20 && place.asked.length === 1);
    expect(sequences(other.taken)).toEqual(upTo(20));
    await forwarding.close();
    await other.close();
    expect(place.taken).toEqual([]);
    place.behave(take);
    await forward();
    await until(() => place.taken.length === 20);
    expect(sequences(place.taken)).toEqual(upTo(20));
  });

  test('one that is down for a while', async () => {
    const { port } = place;
    await place.close();
    await forward({ url: `http://127.0.0.1:${port}/v1/logs` });
    await append(0, 5);
    await pause(50);
    place = await receiver(port);
    await until(() => place.taken.length === 5);
    expect(sequences(place.taken)).toEqual(upTo(5));
  });

  test('a row that is never taken is skipped, alone, and counted', async () => {
    place.behave((records, response) => {
      const poison = records.some(({ attributes }) => attributes['audit.seq'] === 7);
      (poison ? answer(400) : take)(records, response);
    });
    await append(0, 20);
    await forward();
    await until(() => sequences(place.taken).length === 19);
    expect(sequences(place.taken)).toEqual(upTo(20).filter((seq) => seq !== 7));
    const counted = (await metrics.forwarded.get()).values.map(({ labels, value }) => [
      labels.outcome,
      value,
    ]);
    expect(Object.fromEntries(counted)).toEqual({ delivered: 19, skipped: 1 });
    await append(30, 1);
    await until(() => sequences(place.taken).length === 20);
  });

  test('one that takes nothing at all is taken for broken, not fed to the end', async () => {
    place.behave(answer(400));
    await append(0, 150);
    await forward();
    await until(() => logged.some((line) => line.includes('they wait')));
    const skipped = (await metrics.forwarded.get()).values.find(({ labels }) => labels.outcome === 'skipped');
    expect(skipped?.value).toBe(100);
    place.behave(take);
    await until(() => place.taken.length === 50);
    expect(sequences(place.taken)).toEqual(upTo(150).slice(100));
  });

  test('what the destination says it rejected is counted', async () => {
    const partial = Buffer.from([0x0a, 3, 0x08, 0xac, 0x02]);
    place.behave((_records, response) => void response.writeHead(200).end(partial));
    await append(0, 301);
    await forward();
    await until(() => place.taken.length === 301);
    await pause(20);
    const counted = (await metrics.forwarded.get()).values.map(({ labels, value }) => [
      labels.outcome,
      value,
    ]);
    expect(Object.fromEntries(counted)).toEqual({ delivered: 1, rejected: 300 });
  });

  test('after the end and a new start it goes on where it was', async () => {
    await append(0, 5);
    const first = await forward();
    await until(() => place.taken.length === 5);
    await first.close();
    await append(10, 5);
    await forward();
    await until(() => place.taken.length >= 10);
    expect(place.taken.map(({ attributes }) => attributes['audit.seq'])).toEqual(upTo(10));
  });

  test('of two agents on one store one sends, and the other when the first has gone', async () => {
    const first = await forward();
    const second = await forward();
    await append(0, 600);
    first.grew();
    second.grew();
    await until(() => place.taken.length >= 600);
    await pause(60);
    expect(place.taken.map(({ attributes }) => attributes['audit.seq'])).toEqual(upTo(600));
    await first.close();
    await append(1000, 5);
    second.grew();
    await until(() => place.taken.length >= 605);
    await second.close();
    expect(sequences(place.taken)).toEqual(upTo(605));
  });

  test('a row that has been sent on three times stays', async () => {
    const hop = (minute: number, hops: number) => row(minute, { attributes: { 'audit.hops': hops } });
    await writer.append({ org: 'acme', tenant: 'acme', dataset: 'default' }, [hop(1, 3), hop(2, 2)]);
    await forward();
    await until(() => place.taken.length === 1);
    expect(place.taken).toMatchObject([{ attributes: { 'audit.seq': 2, 'audit.hops': 3 } }]);
  });
});
