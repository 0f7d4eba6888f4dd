// Every relative link in the project's Markdown must lead to a file that exists.
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';

const files = globSync('**/*.md', {
  exclude: (name) => name === 'node_modules' || name === 'dist' || name === 'data',
});
const broken: string[] = [];

for (const file of files) {
  for (const [, target = ''] of readFileSync(file, 'utf8').matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^(https?:|mailto:|#)/.test(target)) continue;
    const resolved = path.resolve(path.dirname(file), target.replace(/#.*$/, ''));
    if (!existsSync(resolved)) broken.push(`${file}: ${target}`);
  }
}
for (const line of broken) console.error(`broken link: ${line}`);
if (broken.length > 0) process.exitCode = 1;
else console.log(`links hold in ${files.length} documents`);
