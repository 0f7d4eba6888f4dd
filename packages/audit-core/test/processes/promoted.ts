// Signs groups in parts and says how much of them outlived the quick collections, of how much: two numbers of bytes.
import { promotedBytes } from '@governance-agent/testkit';
import { signInParts } from '../../src/sign-in-parts.ts';

const [GROUPS, ROWS, NUMBERS] = [200, 100, 128];
const NUMBER_BYTES = 8;

const promoted = await promotedBytes(GROUPS, async (group) => {
  const rows = Array.from({ length: ROWS }, () => new Array<number>(NUMBERS).fill(group));
  let signed = 0;
  for await (const part of signInParts(rows, (list) => Promise.resolve(list))) signed += part.length;
  if (signed !== ROWS) throw new Error('not signed');
});
process.stdout.write(`${promoted} ${GROUPS * ROWS * NUMBERS * NUMBER_BYTES}\n`);
