// Writes numbers that do not come again and says how much of that outlived the quick collections, of how much: two numbers of bytes.
import { promotedBytes } from '@governance-agent/testkit';
import { canonicalJson } from '../../src/canonical.ts';

const [RUNS, NUMBERS, DIGITS] = [100, 2000, 13];
const FIRST = 10 ** (DIGITS - 1);

let next = FIRST;
let length = 0;
const promoted = await promotedBytes(RUNS, () => {
  for (let index = 0; index < NUMBERS; index += 1) length += canonicalJson(next++).length;
  return Promise.resolve();
});
if (length !== RUNS * NUMBERS * DIGITS) throw new Error('not written');
process.stdout.write(`${promoted} ${length}\n`);
