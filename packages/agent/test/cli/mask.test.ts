import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { temporaryDirectory } from '@governance-agent/testkit';
import { runCli } from './run-cli.ts';

const INPUT = 'Card 4111 1111 1111 1111,\nmail jane.doe@example.com\n';

test('masks standard input and leaves the rest as it is', async () => {
  expect(await runCli(['mask'], {}, INPUT)).toMatchObject({
    code: 0,
    stdout: 'Card [PAYMENT_CARD],\nmail [EMAIL]\n',
    stderr: '',
  });
});

test('explains with entities and counts, never with the text', async () => {
  const { stdout } = await runCli(['mask', '--explain'], {}, INPUT);
  expect(stdout).toMatch(/EMAIL.*1/);
  expect(stdout).not.toMatch(/Card|4111|jane/);
  const explained = JSON.parse((await runCli(['mask', '--explain', '--json'], {}, INPUT)).stdout) as object;
  expect(explained).toMatchObject({ redactions: { PAYMENT_CARD: 1, EMAIL: 1 } });
  expect(explained).not.toHaveProperty('text');
});

test('follows the policy of the organisation, and refuses a broken one with every reason', async () => {
  const directory = await temporaryDirectory();
  const file = path.join(directory.path, 'policy.json');
  await writeFile(
    file,
    JSON.stringify({ off: ['EMAIL'], words: [{ entity: 'PROJECT', values: ['Nusantara'] }] }),
  );
  const masked = await runCli(['mask', '--policy', file], {}, 'Nusantara: jane.doe@example.com');
  expect(masked).toMatchObject({ code: 0, stdout: '[PROJECT]: jane.doe@example.com' });

  await writeFile(
    file,
    JSON.stringify({ off: ['NOTHING'], patterns: [{ entity: 'X1', pattern: '(a+)+b' }] }),
  );
  const refused = await runCli(['mask'], { PII_POLICY_FILE: file }, 'text');
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toMatch(/policy file policy\.json/);
  await directory.remove();
});
