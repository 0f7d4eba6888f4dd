// Rows are let go of once they are stored, not when the whole heap is collected: in a process of its own, whose heap nobody shares.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

const script = path.join(import.meta.dirname, 'processes/promoted.ts');

test('rows that were signed in parts go with the quick collections', async () => {
  const flags = ['--disable-warning=ExperimentalWarning', '--conditions=@governance-agent/source'];
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, script]);
  const [promoted = NaN, all = NaN] = stdout.split(' ').map(Number);
  expect(promoted).toBeLessThan(all / 4);
});
