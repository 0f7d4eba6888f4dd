// A PostgreSQL database with a table of a test's own.
import { temporaryDatabaseUrl } from '@governance-agent/testkit';
import { openDatabase, type Database } from '../../src/index.ts';

/** Closing it takes the database away. */
export async function scratchPostgres(createTable: string): Promise<Database> {
  const temporary = await temporaryDatabaseUrl('postgres');
  const database = openDatabase(temporary.url);
  await database.knex.raw(createTable);
  const close = async (): Promise<void> => {
    await database.close();
    await temporary.remove();
  };
  return { ...database, close };
}
