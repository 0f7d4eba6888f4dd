// Errors of the API as problem details (RFC 9457).
import type { Response } from 'express';

export interface Problem {
  readonly status: number;
  /** Short and the same for every occurrence. */
  readonly title: string;
  /** What to do. Never repeats what the caller sent. */
  readonly detail?: string;
  /** For programs and pages that have words of their own; where there is one. */
  readonly code?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Thrown by a route; the error handler answers it. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.title, options);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

export const NOT_FOUND: Problem = { status: 404, title: 'Not found' };

export function badRequest(detail: string): ProblemError {
  return new ProblemError({ status: 400, title: 'Bad request', detail });
}

export function sendProblem(
  response: Response,
  { status, title, detail, code, headers = {} }: Problem,
): void {
  response
    .status(status)
    .set(headers)
    .type('application/problem+json')
    .send(JSON.stringify({ type: 'about:blank', title, status, detail, code }));
}
