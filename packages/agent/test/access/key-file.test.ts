// Key files: one key however many start at once, readable by the owner alone.
import { describe, expect, it } from '@jest/globals';
import { temporaryDirectory } from '@governance-agent/testkit';
import { randomBytes } from 'node:crypto';
import { readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ensureIssuerKey, issuerKeyPath, trustedIssuers } from '../../src/access/issuer-key.ts';
import { ensureKeyFile } from '../../src/access/key-file.ts';

describe('a key file', () => {
  it('is made once by many concurrent first starts, and no draft stays behind', async () => {
    const directory = await temporaryDirectory();
    const file = path.join(directory.path, 'keys', 'a.pem');
    const made = await Promise.all(
      Array.from({ length: 32 }, () => ensureKeyFile(file, () => randomBytes(16).toString('hex'))),
    );
    expect(new Set(made.map(({ text }) => text)).size).toBe(1);
    expect(made.filter(({ created }) => created)).toHaveLength(1);
    expect(await readdir(path.dirname(file))).toEqual(['a.pem']);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(path.dirname(file))).mode & 0o777).toBe(0o700);
    await directory.remove();
  });

  it('says what is wrong when it cannot be made', async () => {
    const directory = await temporaryDirectory();
    await writeFile(path.join(directory.path, 'keys'), 'a file where a directory should be');
    const attempt = ensureKeyFile(path.join(directory.path, 'keys', 'a.pem'), () => 'x');
    await expect(attempt).rejects.toMatchObject({ code: 'key_unusable' });
    await directory.remove();
  });
});

describe('the issuer key', () => {
  it('is trusted where no other key is configured', async () => {
    const directory = await temporaryDirectory();
    const issuer = await ensureIssuerKey(directory.path);
    const trusted = await trustedIssuers([], directory.path);
    expect([...trusted.keys()]).toEqual([issuer.keyId]);
    await directory.remove();
  });

  it.each(['not a key', '', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n'])(
    'refuses a key file that holds %j',
    async (content) => {
      const directory = await temporaryDirectory();
      await ensureKeyFile(issuerKeyPath(directory.path), () => content);
      await expect(ensureIssuerKey(directory.path)).rejects.toMatchObject({ code: 'key_unusable' });
      await directory.remove();
    },
  );

  it('names the configured key that is not there', async () => {
    await expect(trustedIssuers(['/nowhere/vendor.pem'], '/nowhere')).rejects.toThrow(
      '/nowhere/vendor.pem does not exist',
    );
  });
});
