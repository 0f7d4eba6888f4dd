// `keys show`: the public keys of this agent, retired ones included. Private keys are never shown, and none is made.
import { publicKeyToPem } from '@governance-agent/audit-core';
import { Command } from 'commander';
import { createPublicKey } from 'node:crypto';
import { readIssuerKey } from '../access/issuer-key.ts';
import { AgentError } from '../errors.ts';
import { readKeyHistory, type KnownKey } from '../keys/key-history.ts';
import { settingsOf, withCommonOptions, type CommonOptions } from './common-options.ts';
import { print, printJson, type CommandIo } from './io.ts';

export function keysShowCommand(io: CommandIo): Command {
  return withCommonOptions(
    new Command('show').description('public keys for auditors (rows) and other agents (licences)'),
  ).action(async (options: CommonOptions) => {
    const { dataDir } = await settingsOf(io, options);
    const keys = await readKeys(dataDir);
    if (options.json) printJson(io, keys);
    else for (const line of linesOf(keys)) print(io, line);
  });
}

async function readKeys(dataDir: string) {
  const [history, issuer] = [await readKeyHistory(dataDir), await readIssuerKey(dataDir)];
  if (history.length === 0 && issuer === undefined) {
    throw new AgentError('key_unusable', `There are no keys under ${dataDir} yet: run init`);
  }
  const shown = history.map(shownKey);
  return {
    row_signing: shown.find(({ state }) => state === 'current') ?? null,
    licence_issuer:
      issuer === undefined
        ? null
        : {
            key_id: issuer.keyId,
            public_key: createPublicKey(issuer.privateKey).export({ type: 'spki', format: 'pem' }).toString(),
          },
    history: shown.filter(({ state }) => state !== 'current'),
  };
}

function shownKey({ keyId, publicKey, state, retiredAt }: KnownKey) {
  return {
    key_id: keyId,
    public_key: publicKeyToPem(publicKey),
    state,
    retired_at: retiredAt === null ? null : new Date(retiredAt).toISOString(),
  };
}

function linesOf({ row_signing, licence_issuer, history }: Awaited<ReturnType<typeof readKeys>>): string[] {
  const current = [
    { name: 'row_signing', key: row_signing },
    { name: 'licence_issuer', key: licence_issuer },
  ].flatMap(({ name, key }) => (key === null ? [] : [`${name} ${key.key_id}\n${key.public_key}`]));
  const former = history.map(
    ({ key_id, public_key, state, retired_at }) =>
      `row_signing (${[state, retired_at].filter((part) => part !== null).join(' ')}) ${key_id}\n${public_key}`,
  );
  return [...current, ...former];
}
