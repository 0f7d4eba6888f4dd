// The kept inputs: small files, each named after what it is, that every run starts from and every test replays.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../corpus');

export interface KeptInput {
  readonly name: string;
  readonly bytes: Buffer;
}

export function keptInputs(target: string): KeptInput[] {
  const folder = path.join(root, target);
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).sort();
  return names.map((name) => ({ name, bytes: readFileSync(path.join(folder, name)) }));
}
