// Tells a stand-in (`<token>`, `${PASSWORD}`, `xxxx`, `your_api_key`) from a value that somebody could use.

const wrapped =
  /^(?:<[^<>]*>|\$\{[^}]*\}?|\$\([^)]*\)?|\$[A-Za-z_]\w*|%[A-Za-z_]\w*%|\{\{.*|\{[\w.\s-]*\}|\[[\w\s.-]*\]|#\{.*|@[A-Z_]+@|__\w+__|\*+|%[sd]|\.{2,})$/s;
const spoken =
  /^(?:your|my|the|some|any|this|insert|enter|put|add|paste|replace|use|new|old|fake|dummy|sample|example|demo|mock|todo|fixme|tbd|changeme|change|redacted|masked|hidden|removed|secret|password|passwd|token|placeholder|none|null|nil|undefined|true|false|yes|no|empty|foo|bar|baz|test|testing|string|str|text|value|optional|required|default)(?:$|[-_.].*$|(?=key|token|secret|password|pass|me|here)\w*$)/i;
const exampleMark = /EXAMPLE|REDACTED|PLACEHOLDER|CHANGE_?ME|REPLACE_?ME|YOUR_|DUMMY|_HERE\b/;

/** A spoken stand-in with a random part is a value all the same: `test_1791a584…`. */
const isSpoken = (value: string): boolean => spoken.test(value) && !/\d[A-Za-z]|[A-Za-z]\d{3}/.test(value);

/** A template or a mask: something else will stand there. */
export function isTemplate(value: string): boolean {
  return wrapped.test(value);
}

/** Template, filler or a spoken stand-in. */
export function isPlaceholder(value: string): boolean {
  return isTemplate(value) || exampleMark.test(value) || isSpoken(value) || new Set(value).size < 3;
}

/** The body of a vendor token that documentation fills with x, stars, dots or one repeated sign. */
export function isFiller(body: string): boolean {
  return /x{6,}|X{6,}|\*{3,}|\.{3}|EXAMPLE/.test(body) || new Set(body.toLowerCase()).size < 3;
}
