// Runs every static check of the house, one after the other, and fails when one of them does.
import { spawnSync } from 'node:child_process';

const checks = ['format', 'types', 'lint', 'boundaries', 'unused', 'docs', 'client'];
const failed: string[] = [];

for (const check of checks) {
  const started = Date.now();
  const { status } = spawnSync('pnpm', ['--silent', 'run', `check:${check}`], { stdio: 'inherit' });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`${status === 0 ? 'ok  ' : 'FAIL'} ${check} (${seconds} s)`);
  if (status !== 0) failed.push(check);
}
if (failed.length > 0) {
  console.error(`check failed: ${failed.join(', ')}`);
  process.exitCode = 1;
}
