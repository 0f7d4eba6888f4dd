// kill -9 at every step of the write path: what was acknowledged is there, nothing twice, nothing unsigned, nothing by halves.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { databaseKinds } from '@governance-agent/testkit';
import { batch, inspect, load, notOnce, RECORDS, startAgent } from './faulty-agent.ts';
import { temporaryPlace, type Place } from '../support/temporary-place.ts';
import { killSteps } from './kill-steps.ts';
import { postLogs } from '../support/ingest.ts';

describe.each(databaseKinds)('on %s', (kind) => {
  let place: Place;
  const offered: number[] = [];
  const acknowledged: number[] = [];
  beforeAll(async () => {
    place = await temporaryPlace(kind);
  });
  afterAll(() => place.remove());

  test.each(killSteps(kind).map((step, index) => [step.name, step, index] as const))(
    'killed %s',
    async (_name, step, index) => {
      const env = { FAULT_STEP: JSON.stringify(step), INGEST_THREADS: step.hashes === undefined ? '0' : '1' };
      const agent = await startAgent(place, env);
      const sent = await load(agent.url, place.authorization, index * 100_000);
      expect(await agent.ended).toEqual([null, 'SIGKILL']);
      offered.push(...sent.offered);
      acknowledged.push(...sent.acknowledged);

      const stored = await inspect(place);
      expect(sent.offered.length).toBeGreaterThan(0);
      expect(notOnce(stored, acknowledged)).toEqual([]);
      expect([...stored.times.values()].filter((times) => times > 1)).toEqual([]);
      // A request is stored by one transaction or not at all.
      expect(stored.times.size % RECORDS).toBe(0);
      expect(stored.unsigned).toBe(0);
      expect(stored.report.verdict).toBe('verified');
    },
  );

  test('started once more: everything that was ever offered, sent again, is there once', async () => {
    // A step may be reached by the very first group; over all of them much was acknowledged.
    expect(acknowledged.length).toBeGreaterThan(killSteps(kind).length);
    const agent = await startAgent(place);
    for (const first of offered) {
      const { status } = await postLogs(agent.url, place.authorization, batch(first));
      expect(status).toBe(200);
    }
    await agent.stop();
    const stored = await inspect(place);
    expect(notOnce(stored, offered)).toEqual([]);
    expect(stored.times.size).toBe(offered.length * RECORDS);
    expect(stored.unsigned).toBe(0);
    expect(stored.report.verdict).toBe('verified');
  });
});
