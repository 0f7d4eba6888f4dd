// Reads the cases: test/cases/<entity>/{match,skip}.json.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expand } from './expand.ts';

const root = path.join(import.meta.dirname, '../cases');

/** In `masked`, everything that had to go stands as its mask. */
export interface MatchCase {
  readonly text: string;
  readonly masked: string;
}

const read = (entity: string, file: string): unknown => {
  const name = path.join(root, entity, file);
  return existsSync(name) ? JSON.parse(readFileSync(name, 'utf8')) : [];
};

/** The folders below test/cases. */
export const caseFolders = (): string[] => readdirSync(root).sort();

export const matchCases = (entity: string): MatchCase[] =>
  (read(entity, 'match.json') as [string, string][]).map(([text, masked]) => ({
    text: expand(text),
    masked,
  }));

/** Texts that must come back as they are. */
export const skipCases = (entity: string): string[] => (read(entity, 'skip.json') as string[]).map(expand);
