// `token create|list|revoke`
import { Command } from 'commander';
import type { CommandIo } from './io.ts';
import { tokenCreateCommand } from './token-create.ts';
import { tokenListCommand } from './token-list.ts';
import { tokenRevokeCommand } from './token-revoke.ts';

export function tokenCommand(io: CommandIo): Command {
  return new Command('token')
    .description('access tokens: what people and programs read with')
    .addCommand(tokenCreateCommand(io))
    .addCommand(tokenListCommand(io))
    .addCommand(tokenRevokeCommand(io));
}
