// Tells an error about the values of a row from an error about the database.
import { errorCode } from './error-code.ts';

/** SQLSTATE classes 22 (data exception), 23 (integrity), 54 (program limit); SQLite's counterparts. */
const DATA_ERROR = /^(?:22|23|54)[0-9A-Z]{3}$|^SQLITE_(?:CONSTRAINT|TOOBIG|MISMATCH)/;

/** Whether the database refused a statement for the values in it: every other row it would take. */
export function isDataError(error: unknown): boolean {
  return DATA_ERROR.test(errorCode(error) ?? '');
}
