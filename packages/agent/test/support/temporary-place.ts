// Where an agent of its own lives: keys and an empty store.
import { temporaryDatabaseUrl, temporaryDirectory, type DatabaseKind } from '@governance-agent/testkit';
import { demoAuthorization } from './ingest.ts';

export interface Place {
  readonly dataDir: string;
  readonly databaseUrl: string;
  readonly authorization: string;
  readonly remove: () => Promise<void>;
}

export async function temporaryPlace(kind: DatabaseKind): Promise<Place> {
  const directory = await temporaryDirectory();
  const store = await temporaryDatabaseUrl(kind);
  return {
    dataDir: directory.path,
    databaseUrl: store.url,
    authorization: await demoAuthorization(directory.path),
    remove: async () => {
      await store.remove();
      await directory.remove();
    },
  };
}
