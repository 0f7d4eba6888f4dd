// Answers the questions of the page with the bundle verifier that auditors carry: no check is written twice.
import {
  createEngine,
  fromBase64,
  isConsistent,
  isSignedBy,
  keyOf,
  parseCheckpoint,
  readCheckpointNote,
  verifyBundle,
  type Engine,
} from '../../../../verifiers/node/verify-bundle.mjs';
import { nobleVerify } from './noble-signatures.ts';
import { pinnedKey } from './pinned-key.ts';
import type { BundleAnswer, Growth, Questions, SignatureChecker, TreeNote } from './questions.ts';

export type Answers = {
  readonly [K in keyof Questions]: (
    ask: Questions[K]['ask'],
    onRows: (rows: number) => void,
  ) => Promise<Questions[K]['answer']>;
};

export function createAnswers(): Answers {
  return { bundle: answerBundle, growth: answerGrowth, note: answerNote, key: answerKey };
}

async function answerBundle(
  { bytes, pins, held, candidates }: Questions['bundle']['ask'],
  onProgress: (rows: number) => void,
): Promise<BundleAnswer> {
  const engine = await createEngine({ given: nobleVerify });
  const options = { keys: pins.map(keyBytes), checkpoints: held, onProgress, engine };
  const report = await verifyBundle(bytes, options);
  const note = await readCheckpointNote(bytes);
  const tree = note === null ? null : await treeOf(engine, note, candidates);
  return { report, checker: CHECKERS[engine.signatures] ?? 'own', note, tree };
}

const CHECKERS: Readonly<Record<string, SignatureChecker>> = { webcrypto: 'webcrypto', given: 'noble' };

async function answerGrowth({
  older,
  newer,
  path,
  candidates,
}: Questions['growth']['ask']): Promise<Questions['growth']['answer']> {
  const engine = await createEngine({ given: nobleVerify });
  const { signedBy = [] } = (await treeOf(engine, newer, candidates)) ?? {};
  return { growth: growthOf(engine, older, newer, path), signedBy };
}

/** The path is the server's: it proves nothing by itself, but one that is made up does not fit the two roots. */
function growthOf(engine: Engine, older: string, newer: string, path: readonly string[]): Growth {
  const [from, to] = [parseCheckpoint(older), parseCheckpoint(newer)];
  if (from === null || to === null || from.origin !== to.origin) return 'other';
  if (from.size === to.size) return base64Of(from.root) === base64Of(to.root) ? 'same' : 'other';
  const hashes = path.map((hash) => fromBase64(hash, 32)).filter((hash) => hash !== null);
  const isProven =
    hashes.length === path.length &&
    from.size > 0 &&
    from.size < to.size &&
    isConsistent(engine, from.size, to.size, hashes, from.root, to.root);
  return isProven ? 'grown' : 'other';
}

async function answerNote({ note, candidates }: Questions['note']['ask']): Promise<TreeNote | null> {
  return treeOf(await createEngine({ given: nobleVerify }), note, candidates);
}

async function answerKey({ text, origin }: Questions['key']['ask']): Promise<Questions['key']['answer']> {
  const engine = await createEngine({ only: 'own' });
  const bytes = pinnedKey(text, origin, engine);
  if (!(bytes instanceof Uint8Array)) return bytes;
  const { id, point } = keyOf(engine, bytes);
  if (point === null) return { problem: 'This key is of small order or not canonical: it proves nothing.' };
  return { key: base64Of(bytes), id };
}

async function treeOf(engine: Engine, note: string, candidates: readonly string[]): Promise<TreeNote | null> {
  const parsed = parseCheckpoint(note);
  if (parsed === null) return null;
  const signedBy: string[] = [];
  for (const candidate of candidates) {
    const key = keyOf(engine, keyBytes(candidate));
    if (await isSignedBy(engine, parsed, key)) signedBy.push(key.id);
  }
  return { origin: parsed.origin, size: parsed.size, root: base64Of(parsed.root), signedBy };
}

/** What the page hands over was read by `answerKey` or came from the agent; anything else proves nothing. */
function keyBytes(base64: string): Uint8Array {
  return fromBase64(base64, 32) ?? new Uint8Array(32);
}

function base64Of(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
