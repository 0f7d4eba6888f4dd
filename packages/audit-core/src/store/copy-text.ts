// Records as the text format of COPY on PostgreSQL: a line each, columns between tabs.

type Column = string | number | null;

/** What the format gives a meaning of its own. */
const SPECIAL = /[\\\t\n\r]/;
const EACH_SPECIAL = /[\\\t\n\r]/g;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/**
 * The bytes that `COPY … (<columns>) FROM STDIN` reads as these records.
 * @param columns in the order of the statement; text without U+0000, which PostgreSQL cannot store and a row never holds.
 */
export function copyText<Name extends string>(
  columns: readonly Name[],
  records: readonly Readonly<Record<Name, Column>>[],
): Buffer {
  let text = '';
  for (const record of records) text += `${copyLine(columns, record)}\n`;
  return Buffer.from(text, 'utf8');
}

function copyLine<Name extends string>(
  columns: readonly Name[],
  record: Readonly<Record<Name, Column>>,
): string {
  let line = '';
  let between = '';
  for (const column of columns) {
    line += between + copyField(record[column]);
    between = '\t';
  }
  return line;
}

function copyField(value: Column): string {
  if (value === null) return '\\N';
  if (typeof value === 'number') return String(value);
  // Nearly no text holds any of them: to look is cheaper than to replace.
  return SPECIAL.test(value) ? value.replace(EACH_SPECIAL, (found) => ESCAPES[found] ?? found) : value;
}
