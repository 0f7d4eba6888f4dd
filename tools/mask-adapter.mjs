// `mask(text)` for scoring programs, on any Node: where this Node cannot run TypeScript, the pinned one does the work.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';

const self = fileURLToPath(import.meta.url);
const root = path.join(path.dirname(self), '..');
const entry = path.join(root, 'packages/policy-engine/src/index.ts');

const createLocal = async () => {
  const { createMasker } = await import(entry);
  const masker = createMasker();
  return (text) => masker.maskText(text).text;
};

/** One child that answers each line of JSON with one line, in order. */
const createRemote = () => {
  const node = path.join(root, 'node_modules/node/bin/node');
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', self], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, MASK_ADAPTER_SERVE: '1' },
  });
  const waiting = [];
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.(JSON.parse(line)));
  child.on('exit', (code) =>
    waiting.splice(0).forEach((answer) => answer({ error: `the masker ended (${code})` })),
  );
  child.unref();
  child.stdin.unref?.();
  child.stdout.unref?.();
  return async (text) => {
    child.stdout.ref?.();
    const answered = new Promise((resolve) => waiting.push(resolve));
    child.stdin.write(`${JSON.stringify(text)}\n`);
    const answer = await answered;
    if (waiting.length === 0) child.stdout.unref?.();
    if ('error' in answer) throw new Error(answer.error);
    return answer.text;
  };
};

const serve = async () => {
  const local = await createLocal();
  for await (const line of createInterface({ input: process.stdin })) {
    let answer;
    try {
      answer = { text: local(JSON.parse(line)) };
    } catch (error) {
      answer = { error: error.message };
    }
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
};

const runsTypeScript = Number(process.versions.node.split('.')[0]) >= 24;
const serving = process.env.MASK_ADAPTER_SERVE === '1' && process.argv[1]?.endsWith('mask-adapter.mjs');

/** Masks one text; a promise where the work is done by the pinned Node. */
export const mask = serving ? undefined : runsTypeScript ? await createLocal() : createRemote();

if (serving) await serve();
