// Where a login leads afterwards: a page of this portal, and nothing that only looks like one.

const LONGEST = 2000;

/** Path and query of the page, or undefined for what is none. A link of somebody else may have put it there. */
export function returnTo(text: string, publicUrl: string): string | undefined {
  if (text.length > LONGEST || !/^\/(?![/\\])[!-~]*$/.test(text) || text.includes('\\')) return undefined;
  const url = URL.parse(text, publicUrl);
  if (url?.origin !== publicUrl || url.pathname.startsWith('//')) return undefined;
  // The API is no page: least of all the route that begins a login.
  return /^\/(api|v1)(\/|$)/i.test(url.pathname) ? undefined : `${url.pathname}${url.search}`;
}
