// COPY … FROM STDIN of bytes that are all there: no stream, and nothing that goes on once it was given up.
import pg, { type ClientBase, type Connection, type DatabaseError, type Query } from 'pg';

/** What pg's connections can do for COPY; its types leave it out. */
interface CopyConnection extends Connection {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/** The parts of pg's own queries that make one a COPY. */
interface CopyParts {
  /** milliseconds, after which pg calls back with an error */
  readonly query_timeout: number;
  readonly submit: (connection: CopyConnection) => void;
  readonly handleCopyInResponse: () => void;
}

export interface CopyOrder {
  readonly sql: string;
  readonly bytes: Buffer;
  /** milliseconds */
  readonly limit: number;
}

/**
 * Resolves when the server has taken all of it. Rejects with the driver's error; of an error of the server without the line
 * it stopped at. May be called while statements before it are under way.
 */
export function copyIn(client: ClientBase, order: CopyOrder): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | null | undefined): void => (error ? reject(withoutLine(error)) : resolve());
    const query: Query = new pg.Query(order.sql, done);
    client.query(Object.assign(query, copyParts(order)));
  });
}

/**
 * The bytes follow the statement at once: whatever is sent behind it must stand behind them. A server that refuses the
 * statement takes no notice of them.
 */
function copyParts({ sql, bytes, limit }: CopyOrder): CopyParts {
  return {
    query_timeout: limit,
    submit: (connection) => {
      connection.stream.cork();
      connection.query(sql);
      connection.sendCopyFromChunk(bytes);
      connection.endCopyFrom();
      connection.stream.uncork();
    },
    handleCopyInResponse: () => undefined,
  };
}

/** PostgreSQL quotes the line it could not take: that is what was recorded, and no part of an error. */
function withoutLine(error: Error & Pick<Partial<DatabaseError>, 'where'>): Error {
  delete error.where;
  return error;
}
