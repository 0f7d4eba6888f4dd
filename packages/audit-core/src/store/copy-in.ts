// COPY … FROM STDIN of bytes that are all there: no stream, and nothing that goes on once it was given up.
import type { ClientBase, Connection, DatabaseError, Submittable } from 'pg';

/** What pg's connections can do for COPY; its types leave it out. */
interface CopyConnection extends Connection {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/** How pg tells a statement of another's making what the server answers. */
interface CopyIn extends Submittable {
  /** The statement, as pg's own queries show it to whoever looks on. */
  readonly text: string;
  /** milliseconds, after which pg calls back with an error and goes on listening for the answer */
  readonly query_timeout: number;
  /** pg puts one around it that ends its timer. */
  callback: (error: Error | null) => void;
  readonly handleCopyInResponse: (connection: CopyConnection) => void;
  readonly handleCommandComplete: () => void;
  readonly handleReadyForQuery: () => void;
  readonly handleError: (error: Error) => void;
}

export interface CopyOrder {
  readonly sql: string;
  readonly bytes: Buffer;
  /** milliseconds */
  readonly limit: number;
}

/** Resolves when the server has taken all of it. Rejects with the driver's error; of an error of the server without the line it stopped at. */
export function copyIn(client: ClientBase, { sql, bytes, limit }: CopyOrder): Promise<void> {
  return new Promise((resolve, reject) => {
    const copy: CopyIn = {
      text: sql,
      query_timeout: limit,
      callback: (error) => (error === null ? resolve() : reject(error)),
      submit: (connection) => connection.query(sql),
      handleCopyInResponse: (connection) => {
        connection.sendCopyFromChunk(bytes);
        connection.endCopyFrom();
      },
      handleCommandComplete: () => undefined,
      handleReadyForQuery: () => copy.callback(null),
      handleError: (error) => copy.callback(withoutLine(error)),
    };
    client.query(copy);
  });
}

/** PostgreSQL quotes the line it could not take: that is what was recorded, and no part of an error. */
function withoutLine(error: Error & Pick<Partial<DatabaseError>, 'where'>): Error {
  delete error.where;
  return error;
}
