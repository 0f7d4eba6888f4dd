// The organisation's masking policy: read once at the start, checked whole, refused with every reason.
import { parsePolicy, PolicyError, type Policy } from '@governance-agent/policy-engine';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { AgentError } from './errors.ts';

/** No file, no policy. Throws AgentError `invalid_settings`. */
export async function readPolicy(file: string | undefined): Promise<Policy> {
  if (file === undefined) return {};
  try {
    return parsePolicy(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    throw new AgentError('invalid_settings', `policy file ${path.basename(file)}: ${reasonOf(cause)}`, {
      cause,
    });
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof PolicyError) return error.message;
  return error instanceof SyntaxError ? 'is not valid JSON' : 'cannot be read';
}
