// Says how large the built portal is over the wire, and fails above the budget: every file, gzip, level 9.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const BUDGET_KB = 350;
const dist = path.join(import.meta.dirname, '../dist');
const sizes = globSync('**/*.{js,css,html,svg}', { cwd: dist }).map((file) => [
  file,
  gzipSync(readFileSync(path.join(dist, file)), { level: 9 }).length,
]);
const total = sizes.reduce((sum, [, size]) => sum + size, 0) / 1000;
for (const [file, size] of sizes.sort((a, b) => b[1] - a[1]))
  console.log(`${(size / 1000).toFixed(1).padStart(7)} KB  ${file}`);
console.log(`${total.toFixed(1).padStart(7)} KB  in all, of ${BUDGET_KB} KB`);
if (sizes.length === 0 || total > BUDGET_KB) process.exitCode = 1;
