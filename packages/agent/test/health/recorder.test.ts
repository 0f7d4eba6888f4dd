// Health in memory: sums that add up, bounded whatever comes, kept while the store is away.
import { describe, expect, it } from '@jest/globals';
import { fixedClock } from '@governance-agent/testkit';
import fc from 'fast-check';
import { createHealthRecorder, type HealthRecorder } from '../../src/health/health-recorder.ts';
import { createSenderNames } from '../../src/health/sender.ts';
import { tallyRequest } from '../../src/health/tally-request.ts';
import {
  MAX_NAMES,
  MAX_SENDERS,
  addTally,
  medianSkew,
  sumOf,
  sumOfCounts,
  type SenderTally,
  type Tallies,
} from '../../src/health/tally.ts';
import { accepted, refused } from './requests.ts';

interface Recording {
  readonly recorder: HealthRecorder;
  readonly written: Tallies[];
  fail: boolean;
  failures: number;
}

function recording(flushMs?: number): Recording {
  const written: Tallies[] = [];
  const state = { written, fail: false, failures: 0 };
  const recorder = createHealthRecorder({
    write: (tallies) =>
      state.fail ? Promise.reject(new Error('away')) : Promise.resolve(void written.push(tallies)),
    names: createSenderNames((text) => text),
    clock: fixedClock(10_000),
    onFailure: () => void (state.failures += 1),
    ...(flushMs !== undefined && { flushMs }),
  });
  return Object.assign(state, { recorder });
}

describe('a flood', () => {
  it('of 10,000 senders and tenants unknown stays bounded', async () => {
    const { recorder, written } = recording();
    for (let index = 0; index < 10_000; index += 1) {
      recorder.record(refused({ userAgent: `curl/8.${index}` }));
      recorder.record(refused({ userAgent: `agent-${index}/1.0` }));
    }
    await recorder.close();
    expect(written).toHaveLength(1);
    const [tallies] = written;
    expect([...(tallies?.keys() ?? [])]).toEqual(['']);
    const senders = [...(tallies?.get('')?.values() ?? [])];
    expect(senders).toHaveLength(MAX_SENDERS + 1);
    expect(senders.reduce((sum, { rejectedRequests }) => sum + rejectedRequests, 0)).toBe(20_000);
    expect(Math.max(...senders.map(({ counts }) => counts.length))).toBeLessThan(10);
  });

  it('of versions inside a tenant stays bounded too', async () => {
    const { recorder, written } = recording();
    for (let index = 0; index < 1000; index += 1) {
      const clients = { [`claude_code 2.1.${index}`]: 1 };
      const batch = { dataset: `d${index}`, newestClientMs: 0, planes: {}, clients };
      const outcome = { accepted: true, appended: 1, duplicates: 0, rejected: 0, batch } as const;
      recorder.record(accepted({ outcome }));
    }
    await recorder.close();
    const counts = [...(written[0]?.get('acme')?.values() ?? [])].flatMap((tally) => tally.counts);
    const named = (kind: string) => counts.filter((count) => count.kind === kind);
    expect(named('client')).toHaveLength(MAX_NAMES + 1);
    expect(named('dataset')).toHaveLength(MAX_NAMES + 1);
    expect(named('client').reduce((sum, { total }) => sum + total, 0)).toBe(1000);
  });
});

describe('a store that is away', () => {
  it('costs nothing: what was counted is written later, together with what came meanwhile', async () => {
    const state = recording();
    state.fail = true;
    state.recorder.record(accepted());
    await state.recorder.close();
    state.recorder.record(accepted());
    expect(state).toMatchObject({ failures: 1, written: [] });
    state.fail = false;
    await state.recorder.close();
    expect([...(state.written[0]?.get('acme')?.values() ?? [])]).toMatchObject([
      { requests: 2, records: 4, duplicates: 2 },
    ]);
  });

  it('is tried again without being asked', async () => {
    const state = recording(5);
    state.fail = true;
    state.recorder.record(accepted());
    while (state.failures === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    state.fail = false;
    while (state.written.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(state.written[0]?.get('acme')?.size).toBe(1);
  });
});

describe('sums', () => {
  it('are made in place, of what stays as it was given', () => {
    const tallies: Tallies = new Map();
    const tally = tallyRequest(accepted({}, 900), '', 1000);
    const before = structuredClone(tally);
    for (const _ of [1, 2, 3]) addTally(tallies, 'acme', 'relay/1', tally);
    expect(tally).toEqual(before);
    const open = tallies.get('acme')?.get('relay/1');
    expect(open).toMatchObject({ requests: 3, skews: [100, 100, 100] });
    expect(open?.counts).toEqual(tally.counts.map((count) => ({ ...count, total: count.total * 3 })));
  });

  it('do not depend on where the flushes fall', () => {
    const moments = fc.array(fc.tuple(fc.nat(1000), fc.boolean()), { minLength: 1, maxLength: 150 });
    fc.assert(
      fc.property(moments, fc.nat(150), (list, cut) => {
        const tallies = list.map(([now, good]) =>
          tallyRequest(good ? accepted({}, now) : refused(), 'licence_expired', now),
        );
        const sum = (some: typeof tallies) => some.reduce((one, other) => sumOf(one, other));
        const [left, right] = [tallies.slice(0, cut), tallies.slice(cut)];
        const parts = [left, right].filter((part) => part.length > 0).map(sum);
        const counted = (tally: SenderTally) => ({ ...tally, counts: sumOfCounts(tally.counts) });
        expect(counted(sum(parts))).toEqual(counted(sum(tallies)));
      }),
    );
  });

  it('take the middle of the skews, and none from what was sent again', () => {
    const [first, second, late] = [900, 800, -3_600_000].map((at) =>
      tallyRequest(accepted({}, at), '', 1000),
    );
    expect([first, second, late].map((tally) => tally?.skews)).toEqual([[100], [200], [3_601_000]]);
    expect(medianSkew({ skews: [100, 200, 3_601_000] })).toBe(200);
    const outcome = { accepted: true, appended: 0, duplicates: 3, rejected: 0 } as const;
    expect(tallyRequest(accepted({ outcome }), '', 1000).skews).toEqual([]);
    expect(medianSkew({ skews: [] })).toBeNull();
  });
});
