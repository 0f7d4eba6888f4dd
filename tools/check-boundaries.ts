// Proves the direction of imports (ARCHITECTURE.md, "Packages") with dependency-cruiser.
// An empty graph passes every rule, so the number of modules is asserted first.
import { cruise, type ICruiseOptions } from 'dependency-cruiser';
import { boundaries } from './boundaries.ts';

const options: ICruiseOptions = {
  ruleSet: { forbidden: [...boundaries] },
  validate: true,
  doNotFollow: { path: 'node_modules' },
  exclude: { path: '(^|/)dist/' },
  tsPreCompilationDeps: true,
  enhancedResolveOptions: {
    conditionNames: ['@governance-agent/source', 'import', 'node', 'default'],
    exportsFields: ['exports'],
  },
};
const { output } = await cruise(['packages', 'conformance'], options);
if (typeof output === 'string') throw new Error('dependency-cruiser answered text, expected a result object');
const { totalCruised, violations } = output.summary;

for (const { from, to, rule } of violations) console.error(`${rule.name}: ${from} -> ${to}`);
if (totalCruised < 50) console.error(`only ${totalCruised} modules cruised: the graph is not being read`);
if (violations.length > 0 || totalCruised < 50) process.exitCode = 1;
else console.log(`boundaries hold over ${totalCruised} modules`);
