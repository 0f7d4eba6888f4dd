// Knows the errors of drivers which say that the database is away or takes nothing now: asked again later, it may answer.
/**
 * SQLSTATE classes 08 (connection), 53 (out of resources), 57P (shut down, crashed, starting); 25006: a standby, where a
 * primary was; what the network says; SQLite that is busy, full, or not allowed to.
 */
const AWAY_CODE =
  /^(?:08[0-9A-Z]{3}|53[0-9A-Z]{3}|57P[0-9A-Z]{2}|25006|E(?:CONNREFUSED|CONNRESET|PIPE|TIMEDOUT|HOSTUNREACH|NETUNREACH|NOTFOUND|AI_AGAIN)|SQLITE_(?:BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN).*)$/;

/** pg names neither code nor class for a connection that ends or does not come about (8.23). */
const AWAY_MESSAGE = /^(?:Connection terminated|timeout expired|timeout exceeded when trying to connect)/;

/** Also of what an error was caused by, such as a failure on the way to several addresses. */
export function isStoreAway(error: unknown): boolean {
  // Not `instanceof`: an error of a socket may come from another realm than the Error of this module.
  if (typeof error !== 'object' || error === null) return false;
  const { code, name, message, cause, errors } = described(error);
  if (typeof code === 'string' && AWAY_CODE.test(code)) return true;
  if (name === 'KnexTimeoutError' || (typeof message === 'string' && AWAY_MESSAGE.test(message))) return true;
  return Array.isArray(errors) ? errors.some(isStoreAway) : isStoreAway(cause);
}

/** Some of them an error inherits, or does not enumerate. */
function described(
  error: object,
): Readonly<Record<'code' | 'name' | 'message' | 'cause' | 'errors', unknown>> {
  const of = (name: string): unknown => Reflect.get(error, name);
  return {
    code: of('code'),
    name: of('name'),
    message: of('message'),
    cause: of('cause'),
    errors: of('errors'),
  };
}
