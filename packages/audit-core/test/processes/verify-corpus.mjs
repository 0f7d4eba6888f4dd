// Runs the bundle verifier over the corpus in a process of its own; as a browser would, with nothing of Node in sight.
import { readFileSync } from 'node:fs';
import path from 'node:path';

const place = process.argv[2];
const print = process.stdout.write.bind(process.stdout);
const root = path.join(import.meta.dirname, '../../../../verifiers');
const { cases } = JSON.parse(readFileSync(path.join(root, 'corpus/cases.json'), 'utf8'));
const files = cases.map(({ file }) => new Uint8Array(readFileSync(path.join(root, 'corpus', file))));
const fromBase64 = (text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
if (place.startsWith('browser')) {
  delete globalThis.process;
  delete globalThis.Buffer;
}
if (place === 'browser over plain HTTP') Object.defineProperty(globalThis, 'crypto', { value: {} });

const { verifyBundle, UsageError } = await import('../../../../verifiers/node/verify-bundle.mjs');
const wrong = [];
for (const [index, { name, keys, checkpoints, expected }] of cases.entries()) {
  const report = await verifyBundle(files[index], { keys: keys.map(fromBase64), checkpoints }).catch(
    (error) => ({
      verdict: error instanceof UsageError ? 'usage' : String(error),
    }),
  );
  const plain = { ...report, findings: report.findings?.map(({ seq, kind }) => ({ seq, kind })) };
  const differs = Object.entries(expected).some(
    ([key, value]) => JSON.stringify(plain[key]) !== JSON.stringify(value),
  );
  if (differs) wrong.push(name);
}
print(JSON.stringify({ cases: cases.length, wrong }));
