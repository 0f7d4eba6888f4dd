// Writes verifiers/corpus: bundles with what a verifier has to say of them. `--check` only compares with what is there.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { acceptCases } from './bundle-corpus/accept.ts';
import type { CorpusCase } from './bundle-corpus/case.ts';
import { rejectCases } from './bundle-corpus/reject.ts';
import { verifyBundle } from '../verifiers/node/verify-bundle.mjs';

const ROOT = path.join(import.meta.dirname, '..', 'verifiers', 'corpus');

/** What the table says has to be what the verifier says: a case that nobody understands is no case. */
async function assertExpected({ name, bytes, keys, checkpoints, expected }: CorpusCase): Promise<boolean> {
  const options = { keys: keys.map((key) => new Uint8Array(Buffer.from(key, 'base64'))), checkpoints };
  const said = await verifyBundle(bytes, options).catch(() => ({ verdict: 'usage', findings: undefined }));
  const wanted = { ...expected, ...(expected.findings && { findings: expected.findings.map(text) }) };
  const got = { ...said, ...(said.findings && { findings: said.findings.map(text) }) };
  const picked = Object.fromEntries(Object.keys(wanted).map((key) => [key, got[key as keyof typeof got]]));
  if (JSON.stringify(picked) === JSON.stringify(wanted)) return true;
  console.error(`${name}: wanted ${JSON.stringify(wanted)}\n   got ${JSON.stringify(picked)}`);
  return false;
}

function text({ seq, kind }: { seq: number; kind: string }): string {
  return `${seq} ${kind}`;
}

function write(folder: string, cases: readonly CorpusCase[]): object[] {
  mkdirSync(path.join(ROOT, folder), { recursive: true });
  return cases.map(({ name, says, bytes, keys, checkpoints, expected }) => {
    const file = `${folder}/${name}.zip`;
    writeFileSync(path.join(ROOT, file), bytes);
    return { name, says, file, keys, checkpoints, expected };
  });
}

const accept = await acceptCases();
const reject = await rejectCases();
const names = [...accept, ...reject].map(({ name }) => name);
if (new Set(names).size !== names.length) throw new Error('two cases have one name');
let isSound = true;
for (const each of [...accept, ...reject]) isSound = (await assertExpected(each)) && isSound;
if (!isSound) process.exitCode = 1;
if (isSound && !process.argv.includes('--check')) {
  for (const folder of ['accept', 'reject'])
    rmSync(path.join(ROOT, folder), { recursive: true, force: true });
  const cases = [...write('accept', accept), ...write('reject', reject)];
  writeFileSync(
    path.join(ROOT, 'cases.json'),
    `${JSON.stringify({ format: 'bundle-corpus/v1', cases }, null, 2)}\n`,
  );
}
if (isSound && process.argv.includes('--check')) {
  for (const [folder, cases] of [
    ['accept', accept],
    ['reject', reject],
  ] as const)
    for (const { name, bytes } of cases) {
      const kept = readFileSync(path.join(ROOT, folder, `${name}.zip`));
      if (Buffer.compare(kept, bytes) !== 0)
        throw new Error(`${folder}/${name}.zip is not what this script writes`);
    }
}
console.log(`${accept.length} accept, ${reject.length} reject`);
