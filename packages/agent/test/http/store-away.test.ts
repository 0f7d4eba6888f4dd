// A database that is away is a 503 wherever a request comes to need it; a mistake of this program stays a 500.
import { expect, test } from '@jest/globals';
import { isStoreAway } from '../../src/http/store-away.ts';

const withCode = (code: string): Error => Object.assign(new Error('jane.doe'), { code });
const named = (name: string): Error => Object.assign(new Error('jane.doe'), { name });

test.each([
  ['a port where nobody listens', withCode('ECONNREFUSED'), true],
  ['none of several addresses', new AggregateError([withCode('ECONNREFUSED')]), true],
  ['a server that shuts down', withCode('57P01'), true],
  ['a server that recovers', withCode('57P03'), true],
  ['too many connections', withCode('53300'), true],
  ['a standby', withCode('25006'), true],
  ['a pool without a free connection', named('KnexTimeoutError'), true],
  ['a connection that ended', new Error('Connection terminated unexpectedly'), true],
  ['a full disk', withCode('SQLITE_FULL'), true],
  ['a disk that fails', withCode('SQLITE_IOERR_WRITE'), true],
  ['what one of them caused', new TypeError('jane.doe', { cause: withCode('ECONNRESET') }), true],
  ['a column that is not there', withCode('42703'), false],
  ['a value that does not fit', withCode('22P02'), false],
  ['a second row of one key', withCode('SQLITE_CONSTRAINT_UNIQUE'), false],
  ['a mistake', new TypeError('jane.doe'), false],
  ['no error at all', 'ECONNREFUSED', false],
])('%s', (_, error, expected) => {
  expect(isStoreAway(error)).toBe(expected);
});
