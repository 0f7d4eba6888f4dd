// Builds the portal into dist. With --if-needed only where dist is missing or older than what it is made of.
import { existsSync, globSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { build } from 'vite';

const root = path.join(import.meta.dirname, '..');
// Part of the worker.
const VERIFIER = '../../verifiers/node/verify-bundle.mjs';
const page = path.join(root, 'dist/index.html');

function isFresh() {
  if (!existsSync(page)) return false;
  const built = statSync(page).mtimeMs;
  const sources = globSync(
    ['src/**/*.*', 'public/*', 'index.html', 'vite.config.mjs', 'package.json', VERIFIER],
    {
      cwd: root,
    },
  );
  return sources.every((file) => statSync(path.join(root, file)).mtimeMs <= built);
}

// A test runner's NODE_ENV must not put the development build of React into a dist that `start` will serve.
process.env.NODE_ENV = 'production';

if (!process.argv.includes('--if-needed') || !isFresh()) {
  rmSync(path.join(root, 'dist'), { recursive: true, force: true });
  // stdout belongs to the command that follows: `start --json` prints one object there.
  await build({ root, configFile: path.join(root, 'vite.config.mjs'), logLevel: 'warn' });
}
