// A verification thread that fails outside of any task.
import { parentPort } from 'node:worker_threads';

parentPort?.on('message', () => {
  setImmediate(() => {
    throw new Error('out of memory');
  });
});
