// Parsers of signed notes, checkpoints, frontiers, row ranges and administrative rows: null for what is not exactly one,
// and what is one is written back as the same text. The first byte names the parser.
import assert from 'node:assert/strict';
import {
  createSigner,
  generateSigningKey,
  parseAdministration,
  parseCheckpoint,
  formatRanges,
  parseRanges,
} from '@governance-agent/audit-core';
import { formatFrontier, parseFrontier } from '../../packages/audit-core/src/chain/frontier-text.ts';
import { signCheckpoint } from '../../packages/audit-core/src/chain/checkpoint.ts';
import { formatNote, parseNote } from '../../packages/audit-core/src/chain/signed-note.ts';
import { mutateBytes } from '../engine/mutate-bytes.ts';
import { createTextMutator } from '../engine/mutate-text.ts';
import type { Target } from '../engine/target.ts';

const writtenBack =
  <T>(parse: (text: string) => T | null, format: (value: T) => string) =>
  (text: string): void => {
    const value = parse(text);
    if (value !== null) assert.equal(format(value), text);
  };

const EVENTS = [
  'key_rotation',
  'erasure',
  'key_compromised',
  'rollback_accepted',
  'exported',
  'legal_hold_placed',
];

const PARSERS: readonly ((text: string) => void)[] = [
  writtenBack(parseNote, formatNote),
  writtenBack(parseFrontier, formatFrontier),
  writtenBack(parseRanges, formatRanges),
  (text) => {
    const read = parseCheckpoint(text);
    if (read !== null)
      assert.equal(
        `${read.origin}\n${read.size}\n${read.root}\n`,
        read.signed.text.split('\n').slice(0, 3).join('\n') + '\n',
      );
  },
  (text) => {
    for (const event of EVENTS) parseAdministration({ plane: 'agent', event, attributes: text });
  },
];

const DIGEST = Buffer.alloc(32, 7).toString('base64');
const TEXTS = [
  '1-3,5,9-12',
  '9007199254740991',
  `1 ${DIGEST}`,
  '0 ',
  '{"actor":"cli","rows":"1-3","selector":"user"}',
  '{"old_key":"x"}',
];

function seeds(): Buffer[] {
  const signer = createSigner({ key: generateSigningKey() });
  const note = signCheckpoint(signer, { origin: 'acme.example/audit', size: 12, root: DIGEST });
  return PARSERS.flatMap((_parser, index) =>
    [note, ...TEXTS].map((text) => Buffer.concat([Buffer.from([index]), Buffer.from(text)])),
  );
}

export const evidenceTexts: Target = {
  name: 'evidence-texts',
  seeds,
  mutators: [mutateBytes, createTextMutator(['\n\n', '\u2014 ', '=', '-', ',', '9007199254740993'])],
  testRuns: 4000,
  open: () => {
    const check = (input: Buffer): void => {
      const text = input.subarray(1).toString('utf8');
      PARSERS[(input[0] ?? 0) % PARSERS.length]?.(text);
    };
    return Promise.resolve({ check });
  },
};
