// A verification thread that ends with its first order.
import { parentPort } from 'node:worker_threads';

parentPort?.on('message', () => process.exit(0));
