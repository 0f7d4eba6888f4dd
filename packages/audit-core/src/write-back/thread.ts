// The program of a write-back thread: what was committed goes from the log into the file, several times a second.
import { parentPort, workerData } from 'node:worker_threads';
import BetterSqlite3 from 'better-sqlite3';

/** Often enough for the log to stay short, seldom enough for pages that every group touches to be written once for some groups. */
const PAUSE_MS = 200;

/** What is committed meanwhile is little, so that a turn or two reach the end: only then the log begins anew. */
const MOST_TURNS = 4;

interface WrittenBack {
  /** pages */
  readonly log: number;
  /** pages of it that are in the file */
  readonly checkpointed: number;
}

const connection = new BetterSqlite3(workerData as string, { fileMustExist: true });
// The log is made durable before the file is written, and the file before the log begins anew.
connection.pragma('synchronous = FULL');

function writeBack(): void {
  try {
    for (let turn = 0; turn < MOST_TURNS && !isAtEnd(); turn += 1);
  } catch {
    // Whoever commits writes back what was left, and says what is wrong with the disk.
  }
}

/** PASSIVE: nobody who reads or commits is kept waiting. */
function isAtEnd(): boolean {
  const [done] = connection.pragma('wal_checkpoint(PASSIVE)') as readonly WrittenBack[];
  return done === undefined || done.checkpointed >= done.log;
}

const timer = setInterval(writeBack, PAUSE_MS);
parentPort?.once('message', () => {
  clearInterval(timer);
  connection.close();
});
