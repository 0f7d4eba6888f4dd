// Destinations that misbehave in every way: rows and points land meanwhile, wait, and arrive in their order.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { databaseKinds } from '@governance-agent/testkit';
import { setTimeout as pause } from 'node:timers/promises';
import { FORWARD_SIGNALS } from '../../src/forwarding/destination.ts';
import { answer, hang, receiver, take, type Behaviour, type Receiver } from './receiver.ts';
import { outcomes, untilOutcomes, sequences, until, upTo, workbench, type Workbench } from './workbench.ts';

const everywhere = databaseKinds.flatMap((kind) => FORWARD_SIGNALS.map((signal) => [signal, kind] as const));

describe.each(everywhere)('%s on %s', (signal, kind) => {
  let bench: Workbench;
  let place: Receiver;
  beforeEach(async () => {
    place = await receiver();
    bench = await workbench(kind, place);
  });
  afterEach(async () => {
    await bench.remove();
    await place.close();
  });

  const append = (from: number, count: number): Promise<void> => bench.append(from, count, 'acme', signal);
  const forward: Workbench['forward'] = (change, to) => bench.forward({ signals: [signal], ...change }, to);

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
  test.each(misbehaviours)('%s: what lands meanwhile arrives later, in order', async (_name, make) => {
    place.behave(make());
    const forwarding = await forward();
    for (let batch = 0; batch < 4; batch += 1) {
      await append(batch * 10, 5);
      forwarding.grew(signal);
      await until(() => place.asked.length > batch);
    }
    expect(await bench.database.knex(signal === 'logs' ? 'audit_logs' : 'metric_points')).toHaveLength(20);
    place.behave(take);
    await until(() => sequences(place.taken).length === 20);
    expect(sequences(place.taken)).toEqual(upTo(20));
    const failures = (await bench.metrics.forwardFailures.get()).values;
    expect(failures.reduce((sum, { value }) => sum + value, 0)).toBeGreaterThan(0);
    expect(bench.logged.join('\n')).not.toMatch(/made-up|hello|acme|127\.0\.0\.1/);
  });

  test('one that hangs holds up nobody: not ingest, not the other destination, not the end', async () => {
    const other = await receiver();
    place.behave(hang);
    const forwarding = await forward({}, [{}, { endpoint: other.endpoint }]);
    for (let batch = 0; batch < 4; batch += 1) {
      await append(batch * 10, 5);
      forwarding.grew(signal);
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
    await forward({ endpoint: `http://127.0.0.1:${port}` });
    await append(0, 5);
    await pause(50);
    place = await receiver(port);
    await until(() => place.taken.length === 5);
    expect(sequences(place.taken)).toEqual(upTo(5));
  });

  test('what is never taken is skipped, alone, and counted', async () => {
    place.behave((records, response) => {
      const poison = records.some(({ number }) => number === 7);
      (poison ? answer(400) : take)(records, response);
    });
    await append(0, 20);
    await forward();
    await until(() => sequences(place.taken).length === 19);
    expect(sequences(place.taken)).toEqual(upTo(20).filter((seq) => seq !== 7));
    await untilOutcomes(bench.metrics, { delivered: 19, skipped: 1 });
    await append(30, 1);
    await until(() => sequences(place.taken).length === 20);
  });

  test('one that takes nothing at all is taken for broken, not fed to the end', async () => {
    place.behave(answer(400));
    await append(0, 150);
    await forward();
    await until(() => bench.logged.some((line) => line.includes('they wait')));
    expect(await outcomes(bench.metrics)).toEqual({ skipped: 100 });
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
    await untilOutcomes(bench.metrics, { delivered: 1, rejected: 300 });
  });

  test('after the end and a new start it goes on where it was', async () => {
    await append(0, 5);
    const first = await forward();
    await until(() => place.taken.length === 5);
    await first.close();
    await append(10, 5);
    await forward();
    await until(() => place.taken.length >= 10);
    expect(place.taken.map(({ number }) => number)).toEqual(upTo(10));
  });

  test('of two agents on one store one sends, and the other when the first has gone', async () => {
    const first = await forward();
    const second = await forward();
    await append(0, 600);
    first.grew(signal);
    second.grew(signal);
    await until(() => place.taken.length >= 600);
    await pause(60);
    expect(place.taken.map(({ number }) => number)).toEqual(upTo(600));
    await first.close();
    await append(1000, 5);
    second.grew(signal);
    await until(() => place.taken.length >= 605);
    await second.close();
    expect(sequences(place.taken)).toEqual(upTo(605));
  });
});
