// The JSON body of a request as a typed order, or a 400 that says what is expected and repeats nothing.
import { Ajv, type JSONSchemaType } from 'ajv';
import { json, type Request, type RequestHandler } from 'express';
import { badRequest } from '../http/problem.ts';

const LARGEST = '16kb';

/** Reads JSON bodies only; anything else leaves no body, which `createBodyReader` refuses. */
export function bodyParser(): RequestHandler {
  return json({ limit: LARGEST, strict: true });
}

/** `expected` is shown for every body that does not fit. Throws ProblemError 400. */
export function createBodyReader<T>(schema: JSONSchemaType<T>, expected: string): (request: Request) => T {
  const fits = new Ajv().compile(schema);
  return (request) => {
    const body: unknown = request.body;
    if (fits(body)) return body;
    throw badRequest(`Send application/json: ${expected}`);
  };
}
