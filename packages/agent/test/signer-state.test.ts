// The file of the signer's memory: several processes write it, and only an operator takes it back.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryDirectory } from '@governance-agent/testkit';
import { readFile, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openSignerState, type SignerState } from '../src/signer-state.ts';

const head = (size: number) => ({ origin: 'a/t/1', size, head_hash: `hash of ${size}` });

describe('the memory of the signer', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  beforeEach(async () => {
    directory = await temporaryDirectory();
  });
  afterEach(() => directory.remove());

  const file = (): string => path.join(directory.path, 'signer-state.json');
  const open = (): Promise<SignerState> =>
    openSignerState({
      dataDir: directory.path,
      onProblem: (error) => {
        throw error;
      },
    });

  it('is there after a restart and never goes back by itself', async () => {
    const state = await open();
    state.remember('acme', head(5));
    state.remember('acme', head(3));
    await state.close();
    const again = await open();
    expect(again.recall('acme')).toMatchObject(head(5));
    expect(again.recall('globex')).toBeUndefined();
  });

  it('keeps the longer of what two processes wrote, tenant by tenant', async () => {
    const [one, two] = [await open(), await open()];
    one.remember('acme', head(9));
    two.remember('acme', head(4));
    two.remember('globex', head(2));
    await one.close();
    await two.close();
    const merged = await open();
    expect(merged.recall('acme')).toMatchObject(head(9));
    expect(merged.recall('globex')).toMatchObject(head(2));
  });

  it('is not taken back by a file that is behind, only by what an operator accepted', async () => {
    const [agent, command] = [await open(), await open()];
    agent.remember('acme', head(9));
    command.remember('acme', head(4));
    await command.close();
    await agent.reload();
    expect(agent.recall('acme')).toMatchObject(head(9));
    const operator = await open();
    operator.accept('acme', head(2));
    await operator.close();
    await agent.reload();
    expect(agent.recall('acme')).toMatchObject(head(2));
  });

  it('does not write over what an operator accepted meanwhile', async () => {
    const agent = await open();
    agent.remember('acme', head(9));
    const operator = await open();
    operator.accept('acme', head(2));
    await operator.close();
    await agent.close();
    expect((await open()).recall('acme')).toMatchObject(head(2));
  });

  it('takes over the lock of a process that died', async () => {
    const lock = `${file()}.lock`;
    await writeFile(lock, '');
    await utimes(lock, 0, 0);
    const state = await open();
    state.remember('acme', head(1));
    await state.close();
    expect(await readFile(file(), 'utf8')).toContain('"size":1');
  });

  it.each(['', '{', 'null', '{"version":2,"tenants":{}}', '{"version":1,"tenants":{"acme":{"size":"1"}}}'])(
    'a file of %j is no memory',
    async (text) => {
      await writeFile(file(), text);
      await expect(open()).rejects.toMatchObject({ code: 'key_unusable' });
    },
  );
});
