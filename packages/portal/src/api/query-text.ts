// Parameters as a query string, names encoded as well: an attribute may be called anything, and openapi-fetch's own
// serializer leaves the names inside an object as they are.

/** Without its question mark. An object stands for its entries (style form, exploded); what is undefined is left out. */
export function queryText(query: object): string {
  return new URLSearchParams(pairsOf(query)).toString();
}

function pairsOf(query: object): [string, string][] {
  return Object.entries(query).flatMap(([name, value]: [string, unknown]): [string, string][] => {
    if (typeof value === 'string' || typeof value === 'number') return [[name, String(value)]];
    return typeof value === 'object' && value !== null ? pairsOf(value) : [];
  });
}
