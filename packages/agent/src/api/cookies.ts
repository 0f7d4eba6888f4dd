// Reads one cookie of a request.
import type { Request } from 'express';

/** Undefined also where there are several of the name: then another site of the same domain has set one. */
export function readCookie(request: Request, name: string): string | undefined {
  const pairs = (request.get('cookie') ?? '').split(';').map((pair) => pair.trim());
  const [value, ...more] = pairs.filter((pair) => pair.startsWith(`${name}=`));
  return more.length > 0 ? undefined : value?.slice(name.length + 1);
}
