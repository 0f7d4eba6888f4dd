// Destinations that misbehave in every way: rows land meanwhile, wait, and arrive in their order.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { databaseKinds } from '@governance-agent/testkit';
import { setTimeout as pause } from 'node:timers/promises';
import { answer, hang, receiver, take, type Behaviour, type Receiver } from './receiver.ts';
import { outcomes, untilOutcomes, sequences, until, upTo, workbench, type Workbench } from './workbench.ts';

describe.each(databaseKinds)('on %s', (kind) => {
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
    const forwarding = await bench.forward();
    for (let batch = 0; batch < 4; batch += 1) {
      await bench.append(batch * 10, 5);
      forwarding.grew();
      await until(() => place.asked.length > batch);
    }
    expect(await bench.database.knex('audit_logs').pluck('seq')).toHaveLength(20);
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
    const forwarding = await bench.forward({}, [{}, { url: `${other.endpoint}/v1/logs` }]);
    for (let batch = 0; batch < 4; batch += 1) {
      await bench.append(batch * 10, 5);
      forwarding.grew();
    }
    await until(() => other.taken.length === 20 && place.asked.length === 1);
    expect(sequences(other.taken)).toEqual(upTo(20));
    await forwarding.close();
    await other.close();
    expect(place.taken).toEqual([]);
    place.behave(take);
    await bench.forward();
    await until(() => place.taken.length === 20);
    expect(sequences(place.taken)).toEqual(upTo(20));
  });

  test('one that is down for a while', async () => {
    const { port } = place;
    await place.close();
    await bench.forward({ url: `http://127.0.0.1:${port}/v1/logs` });
    await bench.append(0, 5);
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
    await bench.append(0, 20);
    await bench.forward();
    await until(() => sequences(place.taken).length === 19);
    expect(sequences(place.taken)).toEqual(upTo(20).filter((seq) => seq !== 7));
    await untilOutcomes(bench.metrics, { delivered: 19, skipped: 1 });
    await bench.append(30, 1);
    await until(() => sequences(place.taken).length === 20);
  });

  test('one that takes nothing at all is taken for broken, not fed to the end', async () => {
    place.behave(answer(400));
    await bench.append(0, 150);
    await bench.forward();
    await until(() => bench.logged.some((line) => line.includes('they wait')));
    expect(await outcomes(bench.metrics)).toEqual({ skipped: 100 });
    place.behave(take);
    await until(() => place.taken.length === 50);
    expect(sequences(place.taken)).toEqual(upTo(150).slice(100));
  });

  test('what the destination says it rejected is counted', async () => {
    const partial = Buffer.from([0x0a, 3, 0x08, 0xac, 0x02]);
    place.behave((_records, response) => void response.writeHead(200).end(partial));
    await bench.append(0, 301);
    await bench.forward();
    await until(() => place.taken.length === 301);
    await untilOutcomes(bench.metrics, { delivered: 1, rejected: 300 });
  });

  test('after the end and a new start it goes on where it was', async () => {
    await bench.append(0, 5);
    const first = await bench.forward();
    await until(() => place.taken.length === 5);
    await first.close();
    await bench.append(10, 5);
    await bench.forward();
    await until(() => place.taken.length >= 10);
    expect(place.taken.map(({ attributes }) => attributes['audit.seq'])).toEqual(upTo(10));
  });

  test('of two agents on one store one sends, and the other when the first has gone', async () => {
    const first = await bench.forward();
    const second = await bench.forward();
    await bench.append(0, 600);
    first.grew();
    second.grew();
    await until(() => place.taken.length >= 600);
    await pause(60);
    expect(place.taken.map(({ attributes }) => attributes['audit.seq'])).toEqual(upTo(600));
    await first.close();
    await bench.append(1000, 5);
    second.grew();
    await until(() => place.taken.length >= 605);
    await second.close();
    expect(sequences(place.taken)).toEqual(upTo(605));
  });
});
