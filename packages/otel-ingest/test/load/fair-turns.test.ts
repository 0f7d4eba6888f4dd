import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createFairTurns, type Place } from '../../src/load/fair-turns.ts';

const MEBIBYTE = 1024 * 1024;

/** Lets every promise that can settle do so. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

interface Body {
  readonly tenant: string;
  readonly bytes: number;
  readonly place: Place;
}

/** A line that remembers who had a turn, in which order. */
function line(capacity: number) {
  const turns = createFairTurns({ bytes: () => capacity, worked: () => undefined });
  const begun: Body[] = [];
  const gaveUp: Body[] = [];
  const send = (tenant: string, bytes: number): Body => {
    const body = { tenant, bytes, place: turns.queue(tenant, bytes) };
    body.place.turn.then(
      () => begun.push(body),
      () => gaveUp.push(body),
    );
    return body;
  };
  return { begun, gaveUp, send };
}

describe('a line of bodies', () => {
  test('goes on at once while there is room', async () => {
    const { begun, send } = line(100);
    send('a', 60);
    send('a', 40);
    send('a', 1);
    await settle();
    expect(begun.map(({ bytes }) => bytes)).toEqual([60, 40]);
  });

  test('a tenant that sent much waits for itself, not the others for it', async () => {
    const { begun, send } = line(10);
    const noisy = Array.from({ length: 50 }, () => send('noisy', 10));
    await settle();
    send('quiet', 10);
    send('calm', 10);
    // Whoever stood first in line when the others came is served first; then everybody once.
    for (let served = 0; served < 3; served += 1) {
      begun.at(-1)?.place.leave();
      await settle();
    }
    expect(begun.map(({ tenant }) => tenant)).toEqual(['noisy', 'noisy', 'quiet', 'calm']);
    expect(noisy).toHaveLength(50);
  });

  test('a body larger than all the room has its turn beside the others, of which nobody waits for it', async () => {
    const { begun, send } = line(10);
    const small = send('a', 1);
    const large = send('b', 1000);
    const others = [send('c', 9), send('a', 1)];
    await settle();
    expect(begun).toEqual([small, large, others[0]]);
    small.place.leave();
    await settle();
    expect(begun).toEqual([small, large, ...others]);
  });

  test('of those there is one at a time, and whoever sent it waits for it alone', async () => {
    const { begun, send } = line(10);
    const [first, own, second, behind, other] = [
      send('a', 11),
      send('a', 12),
      send('b', 13),
      send('b', 1),
      send('c', 1),
    ];
    await settle();
    expect(begun).toEqual([first, other]);
    first.place.leave();
    await settle();
    expect(begun).toEqual([first, other, own]);
    own.place.leave();
    await settle();
    expect(begun).toEqual([first, other, own, second, behind]);
  });

  test('beside it there is room for 256 KiB, or for one body of any size', async () => {
    const { begun, send } = line(MEBIBYTE);
    const large = send('large', 2 * MEBIBYTE);
    const half = send('a', 128 * 1024);
    const rest = send('b', 128 * 1024);
    const whole = send('c', MEBIBYTE);
    const none = send('d', 1);
    await settle();
    expect(begun).toEqual([large, half, rest]);
    half.place.leave();
    rest.place.leave();
    await settle();
    expect(begun).toEqual([large, half, rest, whole]);
    large.place.leave();
    whole.place.leave();
    await settle();
    expect(begun).toEqual([large, half, rest, whole, none]);
  });

  test('giving up frees the place in the line and nothing else', async () => {
    const { begun, gaveUp, send } = line(10);
    const first = send('a', 10);
    const impatient = send('a', 10);
    const last = send('a', 10);
    impatient.place.leave();
    impatient.place.leave();
    await settle();
    expect([begun, gaveUp]).toEqual([[first], [impatient]]);
    await expect(impatient.place.turn).rejects.toMatchObject({ code: 'unavailable' });
    first.place.leave();
    first.place.leave();
    await settle();
    expect(begun).toEqual([first, last]);
  });

  test('whatever comes and leaves: never too much at a time, everybody served once, tenants in their order', async () => {
    const step = fc.oneof(
      fc.record({
        kind: fc.constant('send'),
        tenant: fc.constantFrom('a', 'b', 'c'),
        bytes: fc.integer({ min: 0, max: 30 }),
      }),
      fc.record({ kind: fc.constant('leave'), index: fc.nat(40) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const { begun, gaveUp, send } = line(20);
        const sent: Body[] = [];
        const left = new Set<Body>();
        const working = () => begun.filter((body) => !left.has(body));
        const end = (body: Body): void => {
          left.add(body);
          body.place.leave();
        };
        for (const step of steps) {
          if ('tenant' in step) sent.push(send(step.tenant, step.bytes));
          else {
            const body = sent[step.index % Math.max(1, sent.length)];
            if (body !== undefined) end(body);
          }
          await settle();
          const held = working();
          const small = held.filter((body) => body.bytes <= 20);
          expect(small.reduce((sum, body) => sum + body.bytes, 0)).toBeLessThanOrEqual(20);
          expect(held.length - small.length).toBeLessThanOrEqual(1);
        }
        while (working().length > 0) {
          for (const body of working()) end(body);
          await settle();
        }
        expect(begun.length + gaveUp.length).toBe(sent.length);
        expect(new Set([...begun, ...gaveUp]).size).toBe(sent.length);
        for (const tenant of ['a', 'b', 'c']) {
          const order = sent.filter((body) => body.tenant === tenant && begun.includes(body));
          expect(begun.filter((body) => body.tenant === tenant)).toEqual(order);
        }
      }),
    );
  });
});
