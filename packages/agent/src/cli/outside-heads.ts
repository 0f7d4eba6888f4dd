// Heads and anchors that were kept outside the database, as files and on the command line.
import { parseCheckpoint, type Anchor, type RememberedHead } from '@governance-agent/audit-core';
import { readFile } from 'node:fs/promises';
import { AgentError } from '../errors.ts';

const SIZE_AND_HASH = /^([1-9]\d{0,15})[: ]([A-Za-z0-9+/]{43}=)$/;

/** `SIZE:HASH` as ingest answers it (a space will do), or a file with a checkpoint. Throws AgentError `usage`. */
export async function readSinceHead(text: string): Promise<RememberedHead> {
  const [, size, hash] = SIZE_AND_HASH.exec(text) ?? [];
  if (size !== undefined && hash !== undefined) return { size: Number(size), hash };
  const checkpoint = parseCheckpoint(await fileText(text, '--since-head'));
  if (checkpoint === null)
    throw new AgentError('usage', `--since-head takes SIZE:HASH or a checkpoint; ${text} is neither`);
  const { origin, size: of, root } = checkpoint;
  return { origin, size: of, root };
}

/** Each file holds one signed note, or one JSON object with `note` and `tenant` a line. Throws AgentError `usage`. */
export async function readAnchors(files: readonly string[]): Promise<Anchor[]> {
  const texts = await Promise.all(files.map((file) => fileText(file, '--anchor')));
  return texts.flatMap((text) =>
    parseCheckpoint(text) === null ? anchorLines(text) : [{ note: text } satisfies Anchor],
  );
}

// A line that is no anchor is handed on as one: verification reports what it could not use.
function anchorLines(text: string): Anchor[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(anchorOf);
}

function anchorOf(line: string): Anchor {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null || !('note' in value)) return { note: '' };
    const tenant = 'tenant' in value && typeof value.tenant === 'string' ? { tenant: value.tenant } : {};
    return { note: typeof value.note === 'string' ? value.note : '', ...tenant };
  } catch {
    return { note: '' };
  }
}

async function fileText(file: string, option: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new AgentError('usage', `${option}: ${file} cannot be read`, { cause });
  }
}
