// `keys show`: the public keys of this agent. Private keys are never shown.
import { publicKeyToPem } from '@governance-agent/audit-core';
import { Command } from 'commander';
import { createPublicKey } from 'node:crypto';
import { ensureIssuerKey } from '../access/issuer-key.ts';
import { ensureSigningKey } from '../agent-keys.ts';
import { settingsOf, withCommonOptions, type CommonOptions } from './common-options.ts';
import { print, printJson, type CommandIo } from './io.ts';

export function keysCommand(io: CommandIo): Command {
  return new Command('keys').description('public keys of this agent').addCommand(keysShowCommand(io));
}

function keysShowCommand(io: CommandIo): Command {
  return withCommonOptions(
    new Command('show').description('public keys for auditors (rows) and other agents (licences)'),
  ).action(async (options: CommonOptions) => {
    const { dataDir } = await settingsOf(io, options);
    const { key } = await ensureSigningKey(dataDir);
    const issuer = await ensureIssuerKey(dataDir);
    const issuerPem = createPublicKey(issuer.privateKey).export({ type: 'spki', format: 'pem' }).toString();
    const keys = {
      row_signing: { key_id: key.keyId, public_key: publicKeyToPem(key.publicKey) },
      licence_issuer: { key_id: issuer.keyId, public_key: issuerPem },
    };
    if (options.json) printJson(io, keys);
    else
      for (const [name, { key_id, public_key }] of Object.entries(keys))
        print(io, `${name} ${key_id}\n${public_key}`);
  });
}
