// Signals: the first drains, the second does not wait.
import { expect, it } from '@jest/globals';
import { EventEmitter } from 'node:events';
import { untilShutdown } from '../../src/shutdown.ts';

function signalled() {
  const emitter = new EventEmitter();
  const said: string[] = [];
  const closing = Promise.withResolvers<undefined>();
  const say = (message: string): void => void said.push(message);
  const ended = untilShutdown({
    process: {
      on: (signal, listener) => emitter.on(signal, listener),
      exit: (code) => say(`exit ${code}`),
    },
    logger: { error: say, warn: say, info: say, debug: say },
    close: () => {
      say('close');
      return closing.promise;
    },
  });
  return { emitter, said, ended, finish: () => closing.resolve(undefined) };
}

it('drains on the first signal and then ends', async () => {
  const { emitter, said, ended, finish } = signalled();
  emitter.emit('SIGTERM');
  finish();
  await ended;
  expect(said).toEqual(['draining', 'close']);
});

it.each([
  ['SIGTERM', 'exit 143'],
  ['SIGINT', 'exit 130'],
])('leaves at once on a second signal, %s', (signal, exit) => {
  const { emitter, said } = signalled();
  emitter.emit('SIGINT');
  emitter.emit(signal);
  expect(said.slice(2, 4)).toEqual(['second signal: leaving at once', exit]);
});
