// Makes an input that breaks something as short as it can be found to still break it.
import { delimited, fieldsOf } from './mutate-protobuf.ts';
import type { OpenTarget } from './target.ts';

const MOST_TRIES = 2_000;

/** Leaves out fields while the input still fails, then ever smaller pieces of bytes. */
export async function shorten(opened: OpenTarget, input: Buffer): Promise<Buffer> {
  return withoutPieces(opened, await withoutFields(opened, input));
}

async function withoutPieces(opened: OpenTarget, input: Buffer): Promise<Buffer> {
  let shortest = input;
  let tries = 0;
  for (let size = Math.ceil(input.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < shortest.length && tries < MOST_TRIES; tries += 1) {
      const without = Buffer.concat([shortest.subarray(0, at), shortest.subarray(at + size)]);
      if (await fails(opened, without)) shortest = without;
      else at += size;
    }
  }
  return shortest;
}

async function withoutFields(opened: OpenTarget, input: Buffer): Promise<Buffer> {
  let shortest = input;
  for (let tries = 0; tries < MOST_TRIES;) {
    const before = shortest;
    for (const variant of variants(shortest)) {
      tries += 1;
      if (tries > MOST_TRIES || !(await fails(opened, variant))) continue;
      shortest = variant;
      break;
    }
    if (shortest === before) break;
  }
  return shortest;
}

/** The message without one of its fields, however deep, outermost first. */
function* variants(message: Buffer): Generator<Buffer> {
  const fields = fieldsOf(message) ?? [];
  const put = (start: number, end: number, piece: Buffer): Buffer =>
    Buffer.concat([message.subarray(0, start), piece, message.subarray(end)]);
  for (const { start, end } of fields) yield put(start, end, Buffer.alloc(0));
  for (const { number, wire, start, body, end } of fields) {
    if (wire !== 2) continue;
    for (const inner of variants(message.subarray(body, end)))
      yield put(start, end, delimited(number, inner));
  }
}

async function fails(opened: OpenTarget, input: Buffer): Promise<boolean> {
  try {
    await opened.check(input);
    return false;
  } catch {
    return true;
  }
}
