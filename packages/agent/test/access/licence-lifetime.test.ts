// What the licence desk decides anew on every call: days of grace, revocation.
import { describe, expect, it } from '@jest/globals';
import { temporaryDirectory } from '@governance-agent/testkit';
import path from 'node:path';
import { createGraceNotice } from '../../src/access/grace-notice.ts';
import { revokeLicence } from '../../src/access/revocation-list.ts';
import { basic, DAY, desk, issue, NOW, refusal, SECONDS } from './licence-workshop.ts';

describe('what is decided on every call', () => {
  it('lets an expired licence live seven days and says so once a day', async () => {
    const { clock, admit, grace } = desk();
    const lines: string[] = [];
    const notice = createGraceNotice({
      clock,
      count: () => lines.push('counted'),
      logger: { warn: () => lines.push('logged'), error: () => {}, info: () => {}, debug: () => {} },
    });
    const header = basic('acme', await issue({ expiresAt: SECONDS + DAY }));
    await admit(header);
    expect(grace).toHaveLength(0);
    clock.advance(DAY * 1000);
    for (let call = 0; call < 2; call += 1) await admit(header);
    clock.advance(7 * DAY * 1000 - 1000);
    await admit(header);
    grace.forEach(notice);
    expect(lines).toEqual(['counted', 'logged', 'counted', 'counted']);
    clock.advance(DAY * 1000);
    grace.slice(0, 1).forEach(notice);
    expect(lines.slice(4)).toEqual(['counted', 'logged']);
    expect(await refusal(admit(header))).toBe('licence_expired');
  });

  it('sees a revocation written by another process, though the licence is cached', async () => {
    const directory = await temporaryDirectory();
    const file = path.join(directory.path, 'revoked-licences.txt');
    const { admit } = desk(NOW, file);
    const first = await admit(basic('acme', await issue()));
    const header = basic('acme', await issue());
    const { id } = await admit(header);
    await revokeLicence(file, first.id, NOW);
    await expect(admit(header)).resolves.toMatchObject({ id });
    await revokeLicence(file, id, NOW);
    expect(await refusal(admit(header))).toBe('licence_revoked');
    await directory.remove();
  });

  it('lets nobody in while the revocation list cannot be read', async () => {
    const directory = await temporaryDirectory();
    await expect(desk(NOW, directory.path).admit(basic('acme', await issue()))).rejects.toMatchObject({
      code: 'key_unusable',
    });
    await directory.remove();
  });
});
