// `hold`: legal holds. What a hold covers is not erased, by nobody, until it is released.
import { placeHold, readHolds, readTenants, releaseHold } from '@governance-agent/audit-core';
import { Command } from 'commander';
import {
  HOLD_NAME_RULE,
  holdScope,
  isHoldName,
  newHoldName,
  type HoldScope,
} from '../administration/hold-order.ts';
import { parseTime } from '../api/time.ts';
import { AgentError } from '../errors.ts';
import { settingsOf, withCommonOptions, type CommonOptions } from './common-options.ts';
import { print, printJson, say, type CommandIo } from './io.ts';
import { table } from './table.ts';
import { withSigner } from './with-authority.ts';
import { withReadStore } from './with-store.ts';

interface PlaceOptions extends CommonOptions {
  readonly tenant: string;
  readonly user?: string;
  readonly session?: string;
  readonly since?: string;
  readonly until?: string;
  readonly id?: string;
  readonly reason?: string;
}

interface ReleaseOptions extends CommonOptions {
  readonly tenant: string;
  readonly reason?: string;
}

export function holdCommand(io: CommandIo): Command {
  const hold = new Command('hold').description('legal holds: content that must not be erased');
  return hold
    .addCommand(holdPlaceCommand(io))
    .addCommand(holdListCommand(io))
    .addCommand(holdReleaseCommand(io));
}

function holdPlaceCommand(io: CommandIo): Command {
  return withCommonOptions(
    new Command('place').description('hold the content of a user, a session, a time, or the whole tenant'),
  )
    .requiredOption('--tenant <tenant>', 'whose chain')
    .option('--user <user>', 'e-mail, user id or account id, exactly as the rows have it')
    .option('--session <id>', 'one session')
    .option('--since <time>', 'received from here on (a date or an RFC 3339 time), together with --until')
    .option('--until <time>', 'and before this')
    .option('--id <name>', 'name of the hold; by default one is made')
    .option('--reason <text>', 'why; masked and stored with the hold')
    .action(async (options: PlaceOptions) => {
      const hold = {
        hold: nameOf(options.id ?? newHoldName()),
        ...scopeOf(options),
      };
      const { tenant, reason } = options;
      const settings = await settingsOf(io, options);
      const { seq } = await withSigner(io, settings, reason, (deps) => placeHold(deps, tenant, hold));
      if (options.json) printJson(io, { tenant, ...hold, seq });
      else print(io, hold.hold);
      say(io, `held from row ${seq} on: ${hold.scope} ${hold.value} of ${tenant}`);
    });
}

function holdListCommand(io: CommandIo): Command {
  return withCommonOptions(new Command('list').description('the open holds'))
    .option('--tenant <tenant>', 'one tenant; by default all of the store')
    .action(async (options: CommonOptions & { readonly tenant?: string }) => {
      await withReadStore(await settingsOf(io, options), async (database) => {
        const { tenant: only } = options;
        const tenants = only === undefined ? await readTenants(database.knex) : [only];
        const holds = await Promise.all(
          tenants.map(async (tenant) =>
            (await readHolds(database, tenant)).map((hold) => ({ tenant, ...hold })),
          ),
        );
        const shown = holds.flat().map(({ placed_at, ...hold }) => ({
          ...hold,
          placed_at: new Date(placed_at).toISOString(),
        }));
        if (options.json) for (const hold of shown) printJson(io, hold);
        else print(io, table(['tenant', 'hold', 'scope', 'value', 'row', 'placed'], shown.map(cellsOf)));
      });
    });
}

function holdReleaseCommand(io: CommandIo): Command {
  return withCommonOptions(new Command('release').description('end a hold'))
    .argument('<hold>', 'its name (hold list)')
    .requiredOption('--tenant <tenant>', 'whose chain')
    .option('--reason <text>', 'why; masked and stored with the release')
    .action(async (name: string, options: ReleaseOptions) => {
      const { tenant, reason } = options;
      const settings = await settingsOf(io, options);
      const { seq } = await withSigner(io, settings, reason, (deps) =>
        releaseHold(deps, tenant, nameOf(name)),
      );
      if (options.json) printJson(io, { tenant, hold: name, seq });
      say(io, `${name} of ${tenant} is released`);
    });
}

function scopeOf({ user, session, since, until }: PlaceOptions): HoldScope {
  const scope = holdScope({ user, session, since: timeOf(since), until: timeOf(until) });
  if ('problem' in scope)
    throw new AgentError('usage', `See --user, --session, --since, --until: ${scope.problem}`);
  return scope;
}

function timeOf(text: string | undefined): number | undefined {
  const time = text === undefined ? undefined : parseTime(text);
  if (text !== undefined && time === undefined)
    throw new AgentError('usage', '--since and --until take 2026-01-31 or an RFC 3339 time');
  return time;
}

function nameOf(text: string): string {
  if (isHoldName(text)) return text;
  throw new AgentError('usage', HOLD_NAME_RULE);
}

function cellsOf(hold: {
  readonly tenant: string;
  readonly hold: string;
  readonly scope: string;
  readonly value: string;
  readonly seq: number;
  readonly placed_at: string;
}) {
  return [hold.tenant, hold.hold, hold.scope, hold.value, hold.seq, hold.placed_at];
}
