// OIDC_ROLE_RULES -> rules, or everything that is wrong with them. Messages name fields, never values.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Ajv, type ErrorObject } from 'ajv';
import { NAME_PATTERN } from '../access/licence.ts';
import type { RoleRule } from './role-rule.ts';

interface RawRule {
  readonly claim?: string;
  readonly value: string;
  readonly tenant: string;
  readonly org?: string;
  readonly role: RoleRule['role'];
}

export interface ReadRules {
  readonly rules: readonly RoleRule[];
  readonly problems: readonly string[];
}

const MOST = 1000;
const name = { type: 'string', pattern: NAME_PATTERN };

const validate = new Ajv({ allErrors: true, strict: true }).compile<RawRule[]>({
  type: 'array',
  minItems: 1,
  maxItems: MOST,
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['value', 'tenant', 'role'],
    properties: {
      claim: { type: 'string', minLength: 1, maxLength: 200 },
      value: { type: 'string', minLength: 1, maxLength: 1000 },
      tenant: name,
      org: name,
      role: { type: 'string', enum: ['admin', 'auditor', 'member'] },
    },
  },
});

/**
 * @param given the rules as a JSON list, or the path of a file that holds them; undefined: no rules
 * @param claim where a rule looks that names no claim
 */
export async function readRules(given: string | undefined, claim: string): Promise<ReadRules> {
  if (given === undefined) return { rules: [], problems: [] };
  const inline = given.trimStart().startsWith('[');
  const source = inline ? 'OIDC_ROLE_RULES' : `OIDC_ROLE_RULES ${path.basename(given)}`;
  try {
    return rulesIn(JSON.parse(inline ? given : await readFile(given, 'utf8')), source, claim);
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'is not valid JSON' : 'cannot be read';
    return { rules: [], problems: [`${source}: ${reason}`] };
  }
}

function rulesIn(value: unknown, source: string, claim: string): ReadRules {
  if (!validate(value)) {
    const problems = (validate.errors ?? []).map((error) => `${source}: ${explain(error)}`);
    return { rules: [], problems };
  }
  const rules = value.map((raw) => ({ claim, ...raw, org: raw.org ?? raw.tenant }));
  return { rules, problems: [] };
}

function explain({ instancePath, keyword, params, message }: ErrorObject): string {
  const where = instancePath === '' ? 'the list' : `rule ${instancePath.slice(1)}`;
  if (keyword === 'additionalProperties') return `${where} has an unknown field`;
  if (keyword === 'pattern') return `${where} is no name`;
  if (keyword === 'enum') return `${where} must be one of ${String(params['allowedValues'])}`;
  return `${where} ${message ?? 'is not usable'}`;
}
