// The credential of a roll-out, looked at before hundreds of machines carry it.
import { decodeJwt } from 'jose';
import { isName } from '../access/licence.ts';
import { AgentError } from '../errors.ts';
import type { Credential } from '../setup/client-setup.ts';
import { say, type CommandIo } from './io.ts';
import { readSecretArgument } from './secret-argument.ts';

export interface CredentialOptions {
  readonly org?: string;
  readonly tenant?: string;
  readonly license?: string;
  readonly token?: string;
  readonly headersHelper?: string;
}

const HOW_TO_GET_ONE = [
  'A set-up needs the credential that clients send with:',
  '  --license KEY     a licence. Get one with: license issue --org ORG',
  '  --token gat_…     an ingest token. Get one with: token create --tenant TENANT --scopes ingest:DATASET',
  '  either as - to read it from standard input, where it stays out of the list of processes',
].join('\n');

/** Throws AgentError `usage`: without a credential, with two, or with one that is bound to be refused. */
export async function credentialOf(io: CommandIo, options: CredentialOptions): Promise<Credential> {
  const { license, token, headersHelper } = options;
  const given = [license, token, headersHelper].filter((one) => one !== undefined);
  if (given.length === 0) throw new AgentError('usage', HOW_TO_GET_ONE);
  if (given.length > 1)
    throw new AgentError('usage', 'Give one of --license, --token and --headers-helper, not several');
  if (headersHelper !== undefined) return { kind: 'helper', command: headersHelper };
  return token === undefined
    ? licenceCredential(io, options, await readSecretArgument(io, license ?? '-'))
    : tokenCredential(await readSecretArgument(io, token));
}

function tokenCredential(token: string): Credential {
  if (/^gat_[\w-]{20,200}$/.test(token)) return { kind: 'token', token };
  throw new AgentError('usage', '--token takes an ingest token: gat_…');
}

function licenceCredential(io: CommandIo, { org, tenant }: CredentialOptions, license: string): Credential {
  if (license === '') throw new AgentError('usage', HOW_TO_GET_ONE);
  const claims = claimsOf(license);
  if (claims === undefined)
    say(io, 'note: this is no licence that this agent can read; it may be cut off. Try: license inspect');
  const said = claims?.org;
  const name = org ?? said;
  if (name === undefined || !isName(name))
    throw new AgentError('usage', 'Give --org, the org of the licence');
  if (said !== undefined && said !== name)
    throw new AgentError('usage', `The licence is for the org ${said}, not for ${name}: it would be refused`);
  if (tenant !== undefined && claims !== undefined && claims.tenant !== tenant)
    throw new AgentError('usage', `The licence writes to the tenant ${claims.tenant}, not to ${tenant}`);
  if (claims !== undefined && claims.expiresAt <= io.clock.now())
    say(io, 'note: this licence has expired; it is refused after 7 days of grace');
  return { kind: 'licence', org: name, license };
}

interface LicenceClaims {
  readonly org: string;
  readonly tenant: string;
  /** Unix milliseconds. */
  readonly expiresAt: number;
}

/** Not verified: the key may lie elsewhere. */
function claimsOf(license: string): LicenceClaims | undefined {
  try {
    const { org, tenant = org, exp = 0 } = decodeJwt(license);
    if (typeof org !== 'string' || !isName(org) || typeof tenant !== 'string' || !isName(tenant))
      return undefined;
    return { org, tenant, expiresAt: exp * 1000 };
  } catch {
    return undefined;
  }
}
