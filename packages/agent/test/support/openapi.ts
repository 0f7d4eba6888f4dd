// The description of the API as tests use it: its operations, their parameters, and a judge of answers.
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';

export interface Parameter {
  readonly name: string;
  readonly in: 'query' | 'path' | 'header';
  readonly required?: boolean;
  readonly schema: Readonly<Record<string, unknown>>;
}

export interface Operation {
  readonly path: string;
  readonly method: string;
  readonly id: string;
  readonly parameters: readonly Parameter[];
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  /** media types of an answer by status */
  readonly answers: Readonly<Record<string, readonly string[]>>;
}

type Json = Readonly<Record<string, unknown>>;

const FILE = new URL('../../openapi.json', import.meta.url);
export const DOCUMENT = JSON.parse(readFileSync(FILE, 'utf8')) as Json;

export function operations(): Operation[] {
  const paths = DOCUMENT['paths'] as Record<string, Record<string, Json>>;
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      path,
      method: method.toUpperCase(),
      id: String(operation['operationId']),
      parameters: ((operation['parameters'] ?? []) as Json[]).map(
        (it) => resolved(it) as unknown as Parameter,
      ),
      security: operation['security'] as Operation['security'],
      answers: Object.fromEntries(
        Object.entries(operation['responses'] as Record<string, Json>).map(([status, answer]) => [
          status,
          Object.keys((resolved(answer)['content'] ?? {}) as Json),
        ]),
      ),
    })),
  );
}

/** Judges a JSON answer against the schema of its operation. Properties that the document does not name are faults. */
export function answerFaults(operation: Operation, status: number, media: string, body: unknown): unknown {
  const path = ['paths', operation.path, operation.method.toLowerCase(), 'responses', String(status)];
  const answer = path.reduce((at, key) => resolved(at)[key] as Json, DOCUMENT);
  const { schema } = ((resolved(answer)['content'] as Json)[media] ?? {}) as { schema?: Json };
  if (schema === undefined) return `${media} is not documented for ${operation.id} ${status}`;
  const validate = validatorOf(schema);
  return validate(body) ? undefined : validate.errors;
}

const ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: true });
ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/);
ajv.addFormat('binary', true);
ajv.addFormat('uuid', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
ajv.addVocabulary(['components']);
const validators = new Map<string, ValidateFunction>();

function validatorOf(schema: Json): ValidateFunction {
  const key = JSON.stringify(schema);
  const known = validators.get(key);
  if (known !== undefined) return known;
  const closed = closedSchema(schema, true) as Json;
  const validate = ajv.compile({ ...closed, components: closedComponents });
  validators.set(key, validate);
  return validate;
}

const { schemas } = DOCUMENT['components'] as { schemas: Record<string, unknown> };
const closedComponents = {
  schemas: Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, closedSchema(schema, false)]),
  ),
};

/** The document leaves room for what is added later; a test does not. Parts of an `allOf` stay open: their whole is closed. */
function closedSchema(schema: unknown, close: boolean): unknown {
  if (Array.isArray(schema)) return schema.map((part) => closedSchema(part, close));
  if (typeof schema !== 'object' || schema === null) return schema;
  const parts = Object.entries(schema).map(([key, part]) => {
    if (key === 'properties') return [key, mapValues(part as Json)] as const;
    if (key === 'required' || key === 'enum' || key === 'const') return [key, part] as const;
    return [key, closedSchema(part, key !== 'allOf')] as const;
  });
  const closable = ['properties', '$ref', 'allOf'].some((key) => key in schema);
  return {
    ...Object.fromEntries(parts),
    ...(close && closable && isObject(schema as Json) && { unevaluatedProperties: false }),
  };
}

function mapValues(properties: Json): Json {
  return Object.fromEntries(
    Object.entries(properties).map(([name, part]) => [name, closedSchema(part, true)]),
  );
}

/** Objects with names of their own choosing stay as they are. */
function isObject(schema: Json): boolean {
  const target = resolved(schema);
  return 'properties' in target || 'allOf' in target;
}

function resolved(value: Json): Json {
  const { $ref: pointer } = value;
  if (typeof pointer !== 'string') return value;
  return pointer
    .slice(2)
    .split('/')
    .reduce((at, key) => at[key] as Json, DOCUMENT);
}
