// A path that is there, asked with a method that is not: 405 with what it takes (RFC 9110 section 15.5.6).
import { Router } from 'express';
import { ProblemError } from '../http/problem.ts';

/** Mounted behind the routes. `paths`: express patterns and the methods they take. GET includes HEAD. */
export function createMethodGuard(paths: readonly (readonly [string, readonly string[]])[]): Router {
  const router = Router();
  for (const [path, methods] of paths) {
    const allowed = methods.includes('GET') ? [...methods, 'HEAD'] : methods;
    router.all(path, (request, _response, next) => {
      if (allowed.includes(request.method)) {
        next();
        return;
      }
      throw new ProblemError({
        status: 405,
        title: 'Method not allowed',
        detail: `This path takes ${allowed.join(', ')}.`,
        headers: { Allow: allowed.join(', ') },
      });
    });
  }
  return router;
}
