// One POST, and what becomes of it.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createPostBatch } from '../../src/forwarding/post-batch.ts';
import { answer, hang, receiver, take, type Behaviour, type Receiver } from './receiver.ts';

let place: Receiver;
beforeAll(async () => {
  place = await receiver();
});
afterAll(() => place.close());

const never = new AbortController().signal;
const partial =
  (...bytes: number[]): Behaviour =>
  (_records, response) =>
    void response.writeHead(200).end(Buffer.from(bytes));

test.each<[string, Behaviour, unknown]>([
  ['taken', take, { kind: 'delivered', rejected: 0 }],
  ['204', answer(204), { kind: 'delivered', rejected: 0 }],
  ['partial success', partial(0x0a, 2, 0x08, 7), { kind: 'delivered', rejected: 7 }],
  ['a warning on full success', partial(0x0a, 4, 0x12, 2, 104, 105), { kind: 'delivered', rejected: 0 }],
  ['an answer that is no protobuf', partial(123, 125), { kind: 'delivered', rejected: 0 }],
  ['400', answer(400), { kind: 'refused', reason: 'status_400' }],
  ['413', answer(413), { kind: 'refused', reason: 'status_413' }],
  ['503', answer(503), { kind: 'later', reason: 'status_503' }],
  [
    '429 that says when',
    answer(429, { 'retry-after': '7' }),
    { kind: 'later', reason: 'status_429', afterMs: 7000 },
  ],
  ['one that hangs', hang, { kind: 'later', reason: 'timeout' }],
  ['a cut', (_records, response) => void response.destroy(), { kind: 'later', reason: 'unreachable' }],
])('%s', async (_name, behaviour, outcome) => {
  place.behave(behaviour);
  const timeoutMs = behaviour === hang ? 50 : 10_000;
  const post = createPostBatch({ url: `${place.endpoint}/v1/metrics`, headers: {} }, timeoutMs);
  expect(await post(Buffer.alloc(0), never)).toEqual(outcome);
});

test('nobody there', async () => {
  const gone = await receiver();
  await gone.close();
  const post = createPostBatch({ url: `${gone.endpoint}/v1/metrics`, headers: {} });
  expect(await post(Buffer.alloc(0), never)).toEqual({ kind: 'later', reason: 'unreachable' });
});
