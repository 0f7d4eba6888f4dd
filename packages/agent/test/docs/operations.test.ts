// What the guide of operations tells people to watch and to call is there.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runHere } from '../cli/run-cli.ts';
import { testAgent, type TestAgent } from '../support/test-agent.ts';

const GUIDES = path.join(import.meta.dirname, '../../../../docs/guides');
const guides = ['operations.md', 'backup-and-restore.md'].map((name) =>
  readFileSync(path.join(GUIDES, name), 'utf8'),
);
const found = (pattern: RegExp): string[] => [
  ...new Set(guides.flatMap((guide) => [...guide.matchAll(pattern)].map(([, name = '']) => name))),
];

let agent: TestAgent;
beforeAll(async () => {
  agent = await testAgent('sqlite');
});
afterAll(() => agent.remove());

it('metrics to alert on are measured', async () => {
  const names = found(/`((?:governance|nodejs|process)_[a-z0-9_]+)/g);
  const measured = await (await fetch(`${agent.url}/metrics`)).text();
  expect(names.length).toBeGreaterThan(10);
  // A histogram is declared by its name, and read by that of its parts.
  expect(names.filter((name) => !measured.includes(`# TYPE ${name.replace(/_count$/, '')} `))).toEqual([]);
});

it('commands are commands', async () => {
  const commands = found(/governance-agent ([a-z-]+)/g);
  const helps = commands.map((command) => runHere([command, '--help'], {}));
  expect(commands).toContain('backup');
  expect((await Promise.all(helps)).map(({ code }) => code)).toEqual(commands.map(() => 0));
});
