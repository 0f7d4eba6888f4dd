// SIGHUP to a running agent: new issuers and keys are taken over; what is wrong changes nothing and is logged.
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { claudeLogsRequest, encodeLogsRequest, temporaryDirectory } from '@governance-agent/testkit';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { issueLicence } from '../../src/access/issue-licence.ts';
import { issuerKeyId, issuerKeyPath } from '../../src/access/issuer-key.ts';
import { demoAuthorization, postLogs } from '../support/ingest.ts';
import { startCli, waitForLine } from './run-cli.ts';

const RELOADED = /keys and licence issuers reloaded/;
const REFUSED = /^.*reload refused.*$/m;

interface Vendor {
  readonly pem: string;
  /** The header of a licence of this issuer. */
  readonly header: string;
}

async function vendor(): Promise<Vendor> {
  const { privateKey } = generateKeyPairSync('ed25519');
  const publicKey = createPublicKey(privateKey);
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const now = Date.now();
  const order = { org: 'acme', tenant: 'acme', tier: 'standard', features: ['otel_ingest'] };
  const expiresAt = Math.floor(now / 1000) + 3600;
  const issuer = { privateKey, keyId: await issuerKeyId(publicKey) };
  const { key } = await issueLicence(issuer, { ...order, expiresAt }, now);
  return { pem, header: `Basic ${Buffer.from(`acme:${key}`).toString('base64')}` };
}

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let stop: (() => Promise<number | null>) | undefined;
beforeEach(async () => {
  directory = await temporaryDirectory();
});
afterEach(async () => {
  expect(await stop?.()).toBe(0);
  await directory.remove();
});

const file = (name: string): string => path.join(directory.path, name);

/** A running agent, whether it lets a header in, and what it says when it is told to reload. */
async function serving(env: Readonly<Record<string, string>> = {}, args: readonly string[] = []) {
  const child = startCli(['serve', ...args], { DATA_DIR: directory.path, PORT: '0', ...env });
  const ended = once(child, 'close') as Promise<[number | null]>;
  stop = async () => {
    child.kill('SIGTERM');
    return (await ended)[0];
  };
  const url = await waitForLine(child, /"url":"(http:[^"]+)"/);
  let sent = 0;
  const admits = async (header: string): Promise<number> =>
    (await postLogs(url, header, encodeLogsRequest(claudeLogsRequest((sent += 1), 1)))).status;
  const hangUp = async (answer: RegExp): Promise<string> => {
    const line = waitForLine(child, answer);
    child.kill('SIGHUP');
    return line;
  };
  return { admits, hangUp };
}

it('takes over an issuer whose file was replaced, and forgets what the old one vouched for', async () => {
  const [one, two] = [await vendor(), await vendor()];
  await writeFile(file('vendor.pem'), one.pem);
  const { admits, hangUp } = await serving({ LICENSE_PUBLIC_KEYS: file('vendor.pem') });
  expect([await admits(one.header), await admits(two.header)]).toEqual([200, 401]);
  await writeFile(file('vendor.pem'), two.pem);
  expect(await admits(one.header)).toBe(200);
  await hangUp(RELOADED);
  expect([await admits(one.header), await admits(two.header)]).toEqual([401, 200]);
});

it('reads the settings file again, and says what a reload does not take over', async () => {
  const [one, two] = [await vendor(), await vendor()];
  const settings = { LICENSE_PUBLIC_KEYS: [one.pem], LOG_LEVEL: 'info' };
  await writeFile(file('agent.json'), JSON.stringify(settings));
  const { admits, hangUp } = await serving({}, ['--config', file('agent.json')]);
  const next = { LICENSE_PUBLIC_KEYS: [one.pem, two.pem], RETENTION_DAYS: 30 };
  await writeFile(file('agent.json'), JSON.stringify(next));
  expect(await hangUp(/need a restart","settings":"([^"]+)"/)).toBe('retentionDays');
  expect([await admits(one.header), await admits(two.header)]).toEqual([200, 200]);
});

it.each([
  ['an issuer that is no key', 'vendor.pem', 'no key', 'key_unusable'],
  ['an issuer that is gone', 'vendor.pem', undefined, 'key_unusable'],
  ['a signing key that is no key', 'keys/row-signing.pem', 'no key', 'key_unusable'],
  ['settings that are no JSON', 'agent.json', '{', 'invalid_settings'],
  ['an unknown setting', 'agent.json', '{"LICENCE_KEYS":[]}', 'invalid_settings'],
])('keeps what it has on %s', async (_, name, text, code) => {
  const one = await vendor();
  await writeFile(file('vendor.pem'), one.pem);
  await writeFile(file('agent.json'), JSON.stringify({ LICENSE_PUBLIC_KEYS: [file('vendor.pem')] }));
  const { admits, hangUp } = await serving({}, ['--config', file('agent.json')]);
  await (text === undefined ? rm(file(name)) : writeFile(file(name), text));
  expect(JSON.parse(await hangUp(REFUSED))).toMatchObject({ level: 'error', code });
  expect(await admits(one.header)).toBe(200);
});

it('does not make a new issuer in the place of one that is gone', async () => {
  const header = await demoAuthorization(directory.path);
  const { admits, hangUp } = await serving();
  await rm(issuerKeyPath(directory.path));
  expect(JSON.parse(await hangUp(REFUSED))).toMatchObject({ code: 'key_unusable' });
  await expect(readFile(issuerKeyPath(directory.path))).rejects.toMatchObject({ code: 'ENOENT' });
  expect(await admits(header)).toBe(200);
});
