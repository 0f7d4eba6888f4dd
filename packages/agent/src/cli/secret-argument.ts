// A secret as an argument, or from standard input, where it stays out of the list of processes.
import { text } from 'node:stream/consumers';
import type { CommandIo } from './io.ts';

export async function readSecretArgument(io: CommandIo, argument: string): Promise<string> {
  return (argument === '-' ? await text(io.stdin) : argument).trim();
}
