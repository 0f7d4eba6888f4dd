// The masker: never a bare error, never a secret left, nothing new found in what is masked already, and bounded work.
import assert from 'node:assert/strict';
import { createMasker, PolicyError, type TextMasker } from '@governance-agent/policy-engine';
import { mutateBytes } from '../engine/mutate-bytes.ts';
import { createTextMutator } from '../engine/mutate-text.ts';
import type { Target } from '../engine/target.ts';

/** Built here, nobody's. Each stands by itself: no word around it is needed to know it. */
const SECRETS = [
  'ghp_0a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R',
  'AKIAZ7PQRS3TUVW4XYZ2',
  'sari.wulandari@contoh.co.id',
  '01.234.567.4-015.000',
  'postgres://app:hunter2secret@db.example/prod',
];
/** Others than the planted ones: a token that is glued to another word is none, and would be counted as one left. */
const WORDS = [
  'ghp_Z9y8X7w6V5u4T3s2R1q0P9o8N7m6L5k4J3i2', 'AKIAQRST2UVW3XYZ4ABC', 'budi.santoso@misal.co.id', '02.345.678.9-012.000', 'https://u:pass@h.example',
  'NIK ', 'password=', 'token: ', '[EMAIL]', '[NIK]', '\u200b', '\uff11', '\\u0031', '%34', '&#52;', '-----BEGIN PRIVATE KEY-----',
  'eyJhbGciOi.', '4111 1111 1111 1111', '3171015708900001', '+62 812-3456-7890', '{"password":"', '"}', '\\n', 'aGVsbG8gd29ybGQ=', '://', '@',
]; // prettier-ignore

/**
 * The one known exception: in `"password":"a":"b":"c"…` each mask is read as the name of what follows, one a round. After
 * five rounds the masker stops, and masking again masks more. What it leaves is no secret of any name.
 */
const CHAIN = /(?:\[[A-Z_]+\][^[]{0,8}){5}/;

/** Looks at the clock a masker takes for one text: what it costs, without a clock. */
const LOOKS_PER_UNIT = 2;
const LOOKS = 2_000;

function maskedOrWithheld(masker: TextMasker, text: string): string | undefined {
  try {
    return masker.maskText(text).text;
  } catch (error) {
    if (error instanceof PolicyError) return undefined;
    throw error;
  }
}

/** The text with a secret in the middle of it, apart from what stands around. */
function planted(text: string, secret: string): string {
  const middle = text.length >> 1;
  return `${text.slice(0, middle)} ${secret} ${text.slice(middle)}`;
}

export const masker: Target = {
  name: 'masker',
  seeds: () =>
    WORDS.map((word, index) => Buffer.from(`${word} ${WORDS[(index * 7) % WORDS.length] ?? ''} ${word}`)),
  mutators: [createTextMutator(WORDS), mutateBytes],
  testRuns: 600,
  open: () => {
    let looks = 0;
    const clock = (): number => ((looks += 1), 0);
    const masks = createMasker({ clock });
    const check = (input: Buffer): void => {
      const text = input.toString('utf8');
      looks = 0;
      const once = maskedOrWithheld(masks, text);
      assert(looks <= LOOKS + text.length * LOOKS_PER_UNIT, 'more steps than the text is long');
      if (once !== undefined && !CHAIN.test(once))
        assert.equal(maskedOrWithheld(masks, once), once, 'masked twice is not masked once');
      const secret = SECRETS[input.length % SECRETS.length] ?? '';
      const hidden = maskedOrWithheld(masks, planted(text, secret)) ?? '';
      assert(!hidden.includes(secret), 'a planted secret survives');
      const value = masks.begin().json({ [text.slice(0, 40)]: planted(text, secret) });
      assert(
        !JSON.stringify(value).includes(JSON.stringify(secret).slice(1, -1)),
        'a planted secret survives in JSON',
      );
    };
    return Promise.resolve({ check });
  },
};
