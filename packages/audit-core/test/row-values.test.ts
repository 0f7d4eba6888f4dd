// Values by name stand in the order of the columns that they are stored in.
import { expect, test } from '@jest/globals';
import { ROW_COLUMNS, type SealedRow } from '../src/row.ts';
import { bodyValues, placeValues } from '../src/row-values.ts';

test('each value is that of its column', () => {
  // A row that says in every column which one it is.
  const row = Object.fromEntries(ROW_COLUMNS.map((column) => [column, column])) as unknown as SealedRow;
  expect([...bodyValues(row), ...placeValues(row)]).toEqual(ROW_COLUMNS);
});
