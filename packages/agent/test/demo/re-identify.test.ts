// What of a capture stays and what does not when somebody else runs it at another time.
import { describe, expect, test } from '@jest/globals';
import { itemsOf, type AnyValue } from '../../src/demo/otlp-json.ts';
import { freshId } from '../../src/demo/re-identify.ts';
import { captures, items, milliseconds, plan, requestsOf, textsOf, valueOf } from './generated.ts';

const visits = plan();
/** One visit per capture is enough to see all of them. */
const samples = captures.map(({ name }) => {
  const visit = visits.find(({ capture }) => capture.name === name);
  if (visit === undefined) throw new Error(`no visit of ${name}`);
  const before = items(visit.capture.requests);
  return { name, visit, before, after: items(requestsOf(visit)) };
});

const IDS = ['prompt.id', 'message.uuid', 'request_id', 'tool_use_id', 'use_id'];

describe.each(samples)('$name', ({ visit, before, after }) => {
  test('keeps order, spacing and sequence numbers', () => {
    expect(after).toHaveLength(before.length);
    const times = (all: typeof after): number[] => all.map(({ timeUnixNano }) => milliseconds(timeUnixNano));
    expect(times(after)).toEqual(times(before).map((time) => time + visit.shiftMs));
    expect(after.map((item) => valueOf(item, 'event.sequence'))).toEqual(
      before.map((item) => valueOf(item, 'event.sequence')),
    );
    const stamps = textsOf(before, 'event.timestamp').map((stamp) => Date.parse(stamp) + visit.shiftMs);
    expect(textsOf(after, 'event.timestamp').map(Date.parse)).toEqual(stamps);
  });

  test('ids are new, of the same shape, and one new id for one old id', () => {
    for (const key of IDS) {
      const [old, fresh] = [textsOf(before, key), textsOf(after, key)];
      expect(fresh.map(shapeOf)).toEqual(old.map(shapeOf));
      expect(new Set(fresh).size).toBe(new Set(old).size);
      expect(new Map(old.map((id, index) => [id, fresh[index]])).size).toBe(new Set(fresh).size);
      for (const id of old) expect(fresh).not.toContain(id);
    }
  });

  test('is of one person everywhere, and names nobody of the capture', () => {
    const { person, sessionId } = visit;
    for (const item of after) {
      const said = ['user.email', 'user.id', 'session.id', 'team', 'cost_center'].map((key) =>
        valueOf(item, key),
      );
      const expected = [person.email, person.installation, sessionId, person.team, person.costCenter];
      expect(said).toEqual(expected.map((stringValue) => ({ stringValue })));
      expect(new Set(item.attributes.map(({ key }) => key)).size).toBe(item.attributes.length);
    }
    expect(JSON.stringify(requestsOf(visit))).not.toMatch(/victim|acme\.example|spoofed/);
  });

  test('tokens and cost grow by one whole factor, in logs and in metrics, and stay the kind of number they were', () => {
    for (const key of ['input_tokens', 'output_tokens', 'cache_read_tokens', 'cost_usd', 'cost_usd_micros']) {
      before.forEach((item, index) => {
        const old = valueOf(item, key);
        const fresh = valueOf(after[index] ?? item, key);
        expect(Object.keys(fresh ?? {})).toEqual(Object.keys(old ?? {}));
        expect(numberOf(fresh)).toBeCloseTo(numberOf(old) * visit.factor, 6);
      });
    }
    for (const { body } of visit.capture.requests.filter(({ signal }) => signal === 'metrics')) {
      expect(itemsOf(body).every(({ asDouble }) => typeof asDouble === 'number')).toBe(true);
    }
  });

  test('withheld content stays withheld', () => {
    const withheld = (all: typeof after): number =>
      textsOf(all, 'prompt').filter((text) => text === '<REDACTED>').length;
    expect(withheld(after)).toBe(withheld(before));
  });
});

test('no id of one visit is an id of another', () => {
  const seen = visits
    .slice(0, 80)
    .map((visit) => new Set(IDS.flatMap((key) => textsOf(items(requestsOf(visit)), key))));
  const all = seen.flatMap((ids) => [...ids]);
  expect(new Set(all).size).toBe(all.length);
});

test('the length of a prompt is the length of its text', () => {
  const prompts = visits.flatMap((visit) =>
    items(requestsOf(visit)).filter((item) => valueOf(item, 'prompt')),
  );
  expect(new Set(textsOf(prompts, 'prompt')).size).toBeGreaterThan(15);
  for (const item of prompts.filter((one) => (valueOf(one, 'prompt')?.stringValue ?? '') !== '<REDACTED>')) {
    const [text = ''] = textsOf([item], 'prompt');
    if (text.length < 1000) expect(numberOf(valueOf(item, 'prompt_length'))).toBe(text.length);
  }
});

test.each([
  ['toolu_b22d3574d8be752a2a14ab88', /^toolu_[0-9a-f]{24}$/],
  ['req_9150fd4ef7b66a58a425ae90', /^req_[0-9a-f]{24}$/],
  [
    '54e5fa90-1909-4128-940a-b5039da815fd',
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
  ],
])('%s becomes another of its kind', (id, shape) => {
  expect(freshId(id, 'a')).toMatch(shape);
  expect(freshId(id, 'a')).toBe(freshId(id, 'a'));
  expect(freshId(id, 'a')).not.toBe(freshId(id, 'b'));
});

function shapeOf(id: string): string {
  return id.replace(/[0-9a-f]/g, 'x');
}

function numberOf({ stringValue, intValue, doubleValue }: AnyValue = {}): number {
  return Number(stringValue ?? intValue ?? doubleValue ?? 0);
}
