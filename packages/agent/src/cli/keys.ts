// `keys`: the public keys of this agent, and how they change.
import { Command } from 'commander';
import type { CommandIo } from './io.ts';
import { keysCompromisedCommand } from './keys-compromised.ts';
import { keysReplaceCommand } from './keys-replace.ts';
import { keysRotateCommand } from './keys-rotate.ts';
import { keysShowCommand } from './keys-show.ts';

export function keysCommand(io: CommandIo): Command {
  const commands = [keysShowCommand, keysRotateCommand, keysReplaceCommand, keysCompromisedCommand];
  const keys = new Command('keys').description('keys of this agent: show, rotate, replace');
  for (const command of commands) keys.addCommand(command(io));
  return keys;
}
