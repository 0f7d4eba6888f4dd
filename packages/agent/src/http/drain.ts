// Stops a server in order: no new connection, the answers under way are finished, what does not finish is cut.
import type { Server } from 'node:http';

/** Resolves to true when every answer went out in time. Idle keep-alive connections are closed at once. */
export async function drain(server: Server, timeoutMs: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const sweep = setInterval(() => server.closeIdleConnections(), 100);
  const deadline = setTimeout(() => resolve(false), timeoutMs);
  server.close(() => resolve(true));
  server.closeIdleConnections();
  const finished = await promise;
  clearInterval(sweep);
  clearTimeout(deadline);
  server.closeAllConnections();
  return finished;
}
