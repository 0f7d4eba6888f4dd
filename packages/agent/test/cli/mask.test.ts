import { expect, test } from '@jest/globals';
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
