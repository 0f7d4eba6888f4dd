// SQL text with its values, put together from parts.

export interface SqlText {
  readonly sql: string;
  readonly bindings: readonly (string | number)[];
}

export function sqlText(sql: string, ...bindings: readonly (string | number)[]): SqlText {
  return { sql, bindings };
}

export function joined(parts: readonly SqlText[], separator: string): SqlText {
  return {
    sql: parts.map(({ sql }) => sql).join(separator),
    bindings: parts.flatMap(({ bindings }) => bindings),
  };
}

/** The parts one behind the other, with their values in that order. */
export function inOrder(...parts: readonly (SqlText | string)[]): SqlText {
  return joined(
    parts.map((part) => (typeof part === 'string' ? sqlText(part) : part)),
    ' ',
  );
}
