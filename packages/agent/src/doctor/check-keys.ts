// Keys: there, usable, and for the owner alone.
import { createPublicKey, createPrivateKey } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { issuerKeyId, issuerKeyPath, trustedIssuers } from '../access/issuer-key.ts';
import { readKeyFile } from '../access/key-file.ts';
import { readSigningKey } from '../agent-keys.ts';
import type { Settings } from '../config/settings.ts';
import { AgentError } from '../errors.ts';
import { note, ok, problem, type Finding } from './finding.ts';

/** Makes nothing: a missing key is a finding, not a reason to make one. */
export async function checkKeys(settings: Settings): Promise<Finding[]> {
  const { dataDir } = settings;
  return [
    await guarded('signing key', () => signingKey(dataDir)),
    await guarded('licence issuer', () => issuers(settings)),
    ...(await modes(dataDir)),
  ];
}

async function signingKey(dataDir: string): Promise<Finding> {
  const key = await readSigningKey(dataDir);
  return key === undefined
    ? problem(
        'signing key',
        `there is none under ${dataDir}`,
        'Is DATA_DIR right? A first start makes the key: init',
      )
    : ok('signing key', key.keyId);
}

async function issuers({ licensePublicKeys, dataDir }: Settings): Promise<Finding> {
  if (licensePublicKeys.length > 0) {
    const trusted = await trustedIssuers(licensePublicKeys, dataDir);
    return ok('licence issuer', `${[...trusted.keys()].join(', ')} (LICENSE_PUBLIC_KEYS)`);
  }
  const file = issuerKeyPath(dataDir);
  const pem = await readKeyFile(file);
  if (pem === undefined) return note('licence issuer', 'no licence was issued here yet: license issue');
  return ok('licence issuer', await issuerKeyId(createPublicKey(privateKey(file, pem))));
}

function privateKey(file: string, pem: string): ReturnType<typeof createPrivateKey> {
  try {
    return createPrivateKey(pem);
  } catch (cause) {
    throw new AgentError('key_unusable', `${file} is not a key in PEM form`, { cause });
  }
}

async function guarded(check: string, look: () => Promise<Finding>): Promise<Finding> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof AgentError)) throw error;
    return problem(check, error.message, 'Put the right file back from your backup');
  }
}

const SECRETS = ['.', 'keys', 'keys/row-signing.pem', 'keys/licence-issuer.pem', 'keys/demo-licence.jwt'];

/** Windows has no modes to look at. */
async function modes(dataDir: string): Promise<Finding[]> {
  if (process.platform === 'win32') return [];
  const open: string[] = [];
  for (const name of SECRETS) {
    const file = path.join(dataDir, name);
    const mode = (await stat(file).catch(() => undefined))?.mode ?? 0;
    if ((mode & 0o077) !== 0) open.push(file);
  }
  return open.length === 0
    ? [ok('file modes', 'keys are for their owner alone')]
    : open.map((file) => problem('file modes', `${file} is open to others`, `chmod go-rwx '${file}'`));
}
