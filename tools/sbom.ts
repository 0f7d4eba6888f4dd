// Writes what a release is made of as CycloneDX: the packages an agent runs on, and those that the portal was built from.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';

const FOLDER = 'dist/sbom';

// What Vite puts into the pages is no dependency of the installed package: it has a list of its own.
const lists = [
  { name: 'agent', package: '@governance-agent/agent', options: ['--prod', '--sbom-type', 'application'] },
  { name: 'portal', package: '@governance-agent/portal', options: [] },
] as const;

mkdirSync(FOLDER, { recursive: true });
for (const list of lists) {
  const file = `${FOLDER}/${list.name}.cdx.json`;
  const format = ['--sbom-format', 'cyclonedx', '--sbom-spec-version', '1.6'];
  const args = ['sbom', ...format, '--filter', list.package, ...list.options, '--out', file];
  const { status } = spawnSync('pnpm', args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`no list of ${list.package}`);
  const { components } = JSON.parse(readFileSync(file, 'utf8')) as { components: readonly unknown[] };
  console.log(`${file}: ${components.length} components`);
}
