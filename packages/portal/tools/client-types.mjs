// Writes the types of the API out of its OpenAPI document. With --check fails where they are not those of the document.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const packages = path.join(import.meta.dirname, '../..');
const source = path.join(packages, 'agent/openapi.json');
const target = path.join(packages, 'portal/src/api/generated/openapi.ts');
const HEADER = '// Made of packages/agent/openapi.json by `pnpm generate:client`; do not edit.\n';

// Not immutable: openapi-fetch 0.17 takes a readonly array for an object and gives its methods away as fields.
const nodes = await openapiTS(pathToFileURL(source));
const text = HEADER + astToString(nodes);

if (!process.argv.includes('--check')) writeFileSync(target, text);
else if (readFileSync(target, 'utf8') !== text) {
  console.error(
    'The types of the portal are not those of packages/agent/openapi.json. Run: pnpm generate:client',
  );
  process.exitCode = 1;
}
