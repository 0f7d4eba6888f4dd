// Tells a stand-in (`<token>`, `${PASSWORD}`, `xxxx`, `your_api_key`) from a value that somebody could use.

const wrapped =
  /^(?:<[^<>]*>|\$\{[^}]*\}?|\$\([^)]*\)?|\$[A-Za-z_]\w*|%[A-Za-z_]\w*%|\{\{.*|\{[\w.\s-]*\}|\[[\w\s.-]*\]|#\{.*|@[A-Z_]+@|__\w+__|\*+|%[sd]|\.{2,})$/s;
const spoken =
  /^(?:your|my|the|some|any|this|insert|enter|put|add|paste|replace|use|new|old|fake|dummy|sample|example|demo|mock|todo|fixme|tbd|changeme|change|redacted|masked|hidden|removed|secret|password|passwd|token|placeholder|none|null|nil|undefined|true|false|yes|no|empty|foo|bar|baz|test|testing|string|str|text|value|optional|required|default)(?:$|[-_.].*$|(?=key|token|secret|password|pass|me|here)\w*$)/i;
const exampleMark = /EXAMPLE|REDACTED|PLACEHOLDER|CHANGE_?ME|REPLACE_?ME|YOUR_|DUMMY|_HERE\b/;

/** One or two different characters. Most values show a third at once. */
const isMonotonous = (text: string): boolean => {
  const first = text.charCodeAt(0);
  let second = -1;
  for (let i = 1; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === first || code === second) continue;
    if (second >= 0) return false;
    second = code;
  }
  return true;
};

/** A spoken stand-in with a random part is a value all the same: `test_1791a584…`. */
const isSpoken = (value: string): boolean => spoken.test(value) && !/\d[A-Za-z]|[A-Za-z]\d{3}/.test(value);

/** A template or a mask: something else will stand there. */
export function isTemplate(value: string): boolean {
  return wrapped.test(value);
}

/** Template, filler or a spoken stand-in. */
export function isPlaceholder(value: string): boolean {
  return isTemplate(value) || exampleMark.test(value) || isSpoken(value) || isMonotonous(value);
}

/** The body of a vendor token that documentation fills with x, stars, dots or one repeated sign. */
export function isFiller(body: string): boolean {
  return /x{6,}|X{6,}|\*{3,}|\.{3}|EXAMPLE/.test(body) || isMonotonous(body.toLowerCase());
}
