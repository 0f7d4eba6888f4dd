// What goes out: masked rows, what the chain says of them, and nothing that is not for the destination.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { databaseKinds } from '@governance-agent/testkit';
import { createAdministration } from '../../src/administration/administration.ts';
import { row } from '../support/rows.ts';
import { receiver, type Receiver } from './receiver.ts';
import { clock, PROMPT, sequences, until, workbench, type Workbench } from './workbench.ts';

describe.each(databaseKinds)('on %s', (kind) => {
  let bench: Workbench;
  let place: Receiver;
  beforeEach(async () => {
    place = await receiver();
    bench = await workbench(kind, place);
  });
  afterEach(async () => {
    await bench.remove();
    await place.close();
  });

  test('a row arrives as it was masked, with what the chain says of it', async () => {
    await bench.append(0, 1);
    await bench.forward();
    await until(() => place.taken.length === 1);
    expect(place.asked[0]?.headers).toMatchObject({
      'content-type': 'application/x-protobuf',
      'content-encoding': 'gzip',
      'x-key': 'made-up',
    });
    const [hash] = await bench.database.knex('audit_logs').pluck<string[]>('row_hash');
    expect(place.taken).toMatchObject([
      {
        name: 'user_prompt',
        eventName: 'user_prompt',
        resource: { 'service.name': 'claude-code', team: 'core' },
        attributes: {
          'event.name': 'user_prompt',
          'session.id': 's-1',
          'event.sequence': 0,
          prompt: PROMPT,
          tool_input: '{"path":"[PATH]"}',
          colour: 'blue',
          'audit.seq': 1,
          'audit.row_hash': hash,
          'audit.plane': 'claude_code',
          'audit.tenant': 'acme',
          'audit.hops': 1,
        },
      },
    ]);
  });

  test('content stays where the destination is not to have it, and where it was erased', async () => {
    await bench.append(0, 2);
    await bench.database.knex('audit_content').where({ seq: 1 }).delete();
    await bench.forward({}, [{ content: false }, { content: true }]);
    await until(() => place.taken.length === 4);
    const withPrompt = place.taken.filter(({ attributes }) => 'prompt' in attributes);
    expect(withPrompt.map(({ attributes }) => attributes['audit.seq'])).toEqual([2]);
    expect(place.taken.some(({ attributes }) => attributes['audit.content_state'] === 'erased')).toBe(true);
  });

  test('only the tenants that are named, and no row of an operator', async () => {
    await bench.append(0, 2, 'acme');
    await bench.append(10, 2, 'other');
    const record = { act: 'token_revoked', token: 'made-up' } as const;
    await createAdministration({ ...bench, clock }).state({ tenant: 'other', actor: 'cli', record });
    await bench.append(20, 1, 'other');
    await bench.forward({ tenants: ['other'] });
    await until(() => place.taken.length === 3);
    expect([sequences(place.taken, 'acme'), sequences(place.taken, 'other')]).toEqual([[], [1, 2, 4]]);
  });

  test('a destination that begins now gets nothing from before, and everything after', async () => {
    await bench.append(0, 3);
    const forwarding = await bench.forward({ from: 'now' });
    await bench.append(10, 2);
    await bench.append(20, 2, 'new-tenant');
    forwarding.grew('logs');
    await until(() => place.taken.length === 4);
    expect([sequences(place.taken), sequences(place.taken, 'new-tenant')]).toEqual([
      [4, 5],
      [1, 2],
    ]);
  });

  test('a row that has been sent on three times stays', async () => {
    const hop = (minute: number, hops: number) => row(minute, { attributes: { 'audit.hops': hops } });
    await bench.writer.append({ org: 'acme', tenant: 'acme', dataset: 'default' }, [hop(1, 3), hop(2, 2)]);
    await bench.forward();
    await until(() => place.taken.length === 1);
    expect(place.taken).toMatchObject([{ attributes: { 'audit.seq': 2, 'audit.hops': 3 } }]);
  });
});
