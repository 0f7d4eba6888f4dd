// Chains that went quiet are checkpointed, each once.
import { expect, it } from '@jest/globals';
import { createSigner, createSignerMemory, fixedSigner, readCheckpoint } from '@governance-agent/audit-core';
import { setTimeout as pause } from 'node:timers/promises';
import { ensureSigningKey } from '../../src/agent-keys.ts';
import { createCheckpointKeeper } from '../../src/evidence/checkpoint-keeper.ts';
import { row } from '../support/rows.ts';
import { testAgent, type TestAgent } from '../support/test-agent.ts';

const acme = { org: 'acme', tenant: 'acme', dataset: 'default' };

async function keeperOf(agent: TestAgent, idleMs: number) {
  const { key } = await ensureSigningKey(agent.dataDir);
  const { database, clock } = agent;
  const log = (message: string, fields: object = {}): void =>
    void agent.logged.push(`${message} ${JSON.stringify(fields)}`);
  const logger = { error: log, warn: log, info: log, debug: log };
  const signer = fixedSigner(createSigner({ key }));
  return createCheckpointKeeper({ database, clock, signer, memory: createSignerMemory(), logger, idleMs });
}

async function withAgent(use: (agent: TestAgent) => Promise<void>): Promise<void> {
  const agent = await testAgent('sqlite');
  try {
    await use(agent);
  } finally {
    await agent.remove();
  }
}

it('checkpoints a chain some time after its last rows', () =>
  withAgent(async (agent) => {
    const keeper = await keeperOf(agent, 20);
    for (let minute = 1; minute <= 3; minute += 1) await agent.writer.append(acme, [row(minute)]);
    expect((await readCheckpoint(agent.database, 'acme'))?.size).toBe(1);
    keeper.grew('acme');
    while ((await readCheckpoint(agent.database, 'acme'))?.size !== 3) await pause(10);
    await keeper.close();
  }));

it('checkpoints what is left when it closes, and starts nothing after', () =>
  withAgent(async (agent) => {
    const keeper = await keeperOf(agent, 1e6);
    for (const tenant of ['acme', 'globex', 'quiet']) {
      await agent.writer.append({ ...acme, tenant }, [row(1)]);
      await agent.writer.append({ ...acme, tenant }, [row(2)]);
    }
    keeper.grew('acme');
    keeper.grew('globex');
    await keeper.close();
    keeper.grew('quiet');
    await keeper.close();
    const sizes = await Promise.all(
      ['acme', 'globex', 'quiet'].map(async (tenant) => (await readCheckpoint(agent.database, tenant))?.size),
    );
    expect(sizes).toEqual([2, 2, 1]);
  }));

it('logs a code when a chain cannot be checkpointed, and goes on with the others', () =>
  withAgent(async (agent) => {
    const keeper = await keeperOf(agent, 1e6);
    for (const tenant of ['acme', 'globex']) {
      await agent.writer.append({ ...acme, tenant }, [row(1)]);
      await agent.writer.append({ ...acme, tenant }, [row(2)]);
      keeper.grew(tenant);
    }
    await agent.database.knex('chain_heads').where({ tenant: 'acme' }).update({ frontier: '9 AAAA' });
    await keeper.close();
    expect((await readCheckpoint(agent.database, 'globex'))?.size).toBe(2);
    expect(agent.logged.filter((line) => line.includes('could not be checkpointed'))).toEqual([
      'a chain could not be checkpointed {"code":"store_corrupt"}',
    ]);
  }));
