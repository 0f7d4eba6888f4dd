// Preloaded into a real agent (NODE_OPTIONS --import): ends the process at one step of the write path, or has SQLite
// refuse for as long as a file says so.
import crypto from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { isMainThread } from 'node:worker_threads';
import type { KillStep } from '../kill-steps.ts';

type Method = (this: unknown, ...args: unknown[]) => unknown;

const load = createRequire(import.meta.resolve('@governance-agent/audit-core')) as (id: string) => unknown;
const SqliteDatabase = load('better-sqlite3') as { prototype: Record<string, Method> };
const { Client: PostgresClient } = load('pg') as { Client: { prototype: Record<string, Method> } };

const step = JSON.parse(process.env['FAULT_STEP'] ?? 'null') as KillStep | null;
const controlFile = process.env['FAULT_FILE'];

function die(): void {
  process.kill(process.pid, 'SIGKILL');
}

let seen = 0;

/** Whether this statement is the one; counted where it begins. */
function isTheOne(text: string): boolean {
  return step?.sql !== undefined && new RegExp(step.sql).test(text) && ++seen === step.nth;
}

function around(text: string, run: () => unknown): unknown {
  if (!isTheOne(text)) return run();
  if (step?.when === 'before') die();
  const result = run();
  // The bytes are with the kernel by now, those of a COPY too, and nobody has read the answer.
  if (step?.when === 'sent' || !(result instanceof Promise)) die();
  return (result as Promise<unknown>).then((value) => {
    die();
    return value;
  });
}

function replace(prototype: Record<string, Method>, name: string, by: (original: Method) => Method): void {
  const original = prototype[name];
  if (original === undefined) throw new Error(`no method ${name}`);
  prototype[name] = by(original);
}

/** What the file says now: nothing, or the pragmas of a fault. */
function applyControl(connection: unknown, exec: Method): void {
  if (controlFile === undefined) return;
  exec.call(connection, readFileSync(controlFile, 'utf8'));
}

replace(
  SqliteDatabase.prototype,
  'exec',
  (exec) =>
    function (sql) {
      if (sql === 'BEGIN IMMEDIATE') applyControl(this, exec);
      return around(String(sql), () => exec.call(this, sql));
    },
);
replace(
  SqliteDatabase.prototype,
  'prepare',
  (prepare) =>
    function (sql) {
      const statement = prepare.call(this, sql) as Record<string, Method>;
      replace(
        statement,
        'run',
        (run) =>
          (...values) =>
            around(String(sql), () => run.apply(statement, values)),
      );
      return statement;
    },
);
replace(
  PostgresClient.prototype,
  'query',
  (query) =>
    function (...args) {
      const [first] = args as [string | { readonly text?: string }];
      const text = typeof first === 'string' ? first : (first.text ?? '');
      return around(text, () => query.apply(this, args));
    },
);

// Ingest threads hash the bodies of rows.
if (!isMainThread && step?.hashes !== undefined) {
  const { hash } = crypto;
  const dying = (...args: Parameters<typeof hash>): unknown => {
    if (++seen === step.hashes) die();
    return Reflect.apply(hash, crypto, args);
  };
  Object.assign(crypto, { hash: dying });
  syncBuiltinESMExports();
}
