// Two agents with one key on one store, and a clock that jumps back.
import { expect, test } from '@jest/globals';
import { verify } from '@governance-agent/audit-core';
import { databaseKinds } from '@governance-agent/testkit';
import { ensureSigningKey } from '../../src/agent-keys.ts';
import { demoAuthorization, postLogs } from '../support/ingest.ts';
import { testAgent } from '../support/test-agent.ts';
import { batch, inspect, load, notOnce, RECORDS, startAgent } from './faulty-agent.ts';
import { temporaryPlace } from '../support/temporary-place.ts';

const BATCHES = 25;

test.each(databaseKinds)('two agents take the same and other batches at once, on %s', async (kind) => {
  const place = await temporaryPlace(kind);
  const agents = [await startAgent(place), await startAgent(place)];
  const enough = ({ acknowledged }: { acknowledged: readonly number[] }): boolean =>
    acknowledged.length >= BATCHES;
  const shared = agents.map(({ url }) => load(url, place.authorization, 0, enough));
  const own = agents.map(({ url }, index) => load(url, place.authorization, 100_000 * (index + 1), enough));
  const loads = await Promise.all([...shared, ...own]);

  // A client sends again what was refused, to whichever agent it is led to.
  for (const { offered, acknowledged } of loads) {
    for (const first of offered.filter((one) => !acknowledged.includes(one))) {
      for (let tries = 0; ; tries += 1) {
        const { status } = await postLogs(agents[tries % 2]?.url ?? '', place.authorization, batch(first));
        if (status === 200) break;
        expect(status).toBe(503);
      }
    }
  }
  const stored = await inspect(place);
  const offered = new Set(loads.flatMap((one) => one.offered));
  expect(notOnce(stored, [...offered])).toEqual([]);
  expect(stored.times.size).toBe(offered.size * RECORDS);
  expect(stored.unsigned).toBe(0);
  expect(stored.report.verdict).toBe('verified');
  for (const agent of agents) await agent.stop();
  await place.remove();
});

test.each(databaseKinds)('the clock jumps back, on %s', async (kind) => {
  const agent = await testAgent(kind);
  const authorization = await demoAuthorization(agent.dataDir);
  // Forward first: before it was issued a licence is not valid.
  const jumps = [172_800_000, -1, -3_600_000, 1, 60_000, -86_400_000];
  for (const [index, jump] of jumps.entries()) {
    agent.clock.advance(jump);
    expect((await postLogs(agent.url, authorization, batch(index * 1000))).status).toBe(200);
  }
  const times = await agent.database
    .knex('audit_logs')
    .where({ tenant: 'demo' })
    .orderBy('seq')
    .pluck<number[]>('received_at');
  expect(times).toHaveLength(jumps.length * RECORDS);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  const { key } = await ensureSigningKey(agent.dataDir);
  const { database, clock } = agent;
  const report = await verify({ database, clock, trustedKeys: [key.publicKey], mode: 'deep' });
  expect(report.verdict).toBe('verified');
  await agent.remove();
});
