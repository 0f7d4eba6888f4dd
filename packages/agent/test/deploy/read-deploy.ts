// What lies under deploy/, read as the programs read it that it is for.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse, parseAllDocuments } from 'yaml';

const DEPLOY = path.join(import.meta.dirname, '../../../../deploy');

export function textOf(name: string): string {
  return readFileSync(path.join(DEPLOY, name), 'utf8');
}

export function yamlOf(name: string): unknown {
  return parse(textOf(name), { merge: true });
}

/** Every object of the manifests, by `kind/name`. Throws where a file is no YAML. */
export function manifests(): ReadonlyMap<string, unknown> {
  const files = readdirSync(path.join(DEPLOY, 'kubernetes')).filter((file) => file.endsWith('.yaml'));
  const objects = files.flatMap((file) =>
    parseAllDocuments(textOf(`kubernetes/${file}`)).map((document) => {
      const [problem] = document.errors;
      if (problem !== undefined) throw problem;
      return document.toJS() as { kind: string; metadata?: { name: string } };
    }),
  );
  return new Map(objects.map((object) => [`${object.kind}/${object.metadata?.name ?? ''}`, object]));
}

/** The directives of a unit, each with its values in order; an empty value is one, too. */
export function unitOf(name: string): ReadonlyMap<string, readonly string[]> {
  const directives = new Map<string, string[]>();
  for (const line of textOf(name).split('\n')) {
    if (/^(#|\[|\s*$)/.test(line)) continue;
    const [, key = '', value = ''] = /^([A-Z][A-Za-z]*)=(.*)$/.exec(line) ?? [];
    if (key === '') throw new Error(`no directive: ${line}`);
    directives.set(key, [...(directives.get(key) ?? []), value]);
  }
  return directives;
}

/** Instructions of a Dockerfile in order: continued lines joined, comments left out. */
export function instructionsOf(name: string): readonly (readonly [instruction: string, rest: string])[] {
  return textOf(name)
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)] as const);
}
