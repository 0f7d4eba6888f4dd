// The log: one line per thing worth knowing, on stderr, never content and never a credential.
import { Writable } from 'node:stream';
import { createLogger as createWinston, format } from 'winston';

import type { LogFormat, LogLevel } from './config/settings.ts';

type LogFields = Readonly<Record<string, string | number | boolean>>;

/** The log as the agent's parts see it. Fields are names and numbers that the agent itself chose. */
export interface Logger {
  error(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  debug(message: string, fields?: LogFields): void;
}

export interface LoggerDeps {
  readonly level: LogLevel;
  readonly format: LogFormat;
  readonly stream: NodeJS.WritableStream;
}

export function createLogger(deps: LoggerDeps): Logger {
  const winston = createWinston({
    level: deps.level,
    format: deps.format === 'json' ? jsonLine : textLine,
  });
  winston.pipe(linesTo(deps.stream));
  // Levels are a transport's business in winston: a pipe would see every message.
  const write = (level: LogLevel) => (message: string, fields?: LogFields) => {
    if (winston.isLevelEnabled(level)) winston.log(level, message, cleaned(fields));
  };
  return { error: write('error'), warn: write('warn'), info: write('info'), debug: write('debug') };
}

/** winston leaves the finished line under this symbol (triple-beam). */
const LINE = Symbol.for('message');

/** A pipe instead of a transport: the stream is given, and a line is written when the call returns. */
function linesTo(stream: NodeJS.WritableStream): Writable {
  return new Writable({
    objectMode: true,
    write: (info: Readonly<Record<symbol, unknown>>, _encoding, done) => {
      stream.write(`${String(info[LINE])}\n`);
      done();
    },
  });
}

const jsonLine = format.combine(format.timestamp(), format.json());
const textLine = format.combine(
  format.timestamp(),
  format.printf(({ timestamp, level, message, ...fields }) => {
    const pairs = Object.entries(fields).map(([name, value]) => ` ${name}=${String(value)}`);
    return `${String(timestamp)} ${level.padEnd(5)} ${String(message)}${pairs.join('')}`;
  }),
);

/** A seat belt: should a credential ever reach a field, its shape is struck out here. */
const CREDENTIALS = /gat_[\w-]+|eyJ[\w-]+\.[\w-]+\.[\w-]*|\b(?:Basic|Bearer)[ %20]+[^\s"']+|:\/\/[^\s@/]+@/gi;

function cleaned(fields: LogFields = {}): LogFields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.replace(CREDENTIALS, '[CREDENTIAL]') : value,
    ]),
  );
}
