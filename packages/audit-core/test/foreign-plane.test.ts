import { describe, expect, test } from '@jest/globals';
import { createMasker } from '@governance-agent/policy-engine';
import { databaseKinds } from '@governance-agent/testkit';
import {
  createEventMasker,
  EMPTY_EVENT,
  idempotencyKey,
  readDecisions,
  verify,
  type AuditEvent,
} from '../src/index.ts';
import { ACME, testStore } from './support/store.ts';

/** A plane of its own: a gateway that asks a person before a model may call a tool. It knows nothing of OTLP. */
function gatewayEvent(tool: string, request: string, now: number): AuditEvent {
  return {
    ...EMPTY_EVENT,
    plane: 'gateway',
    event: 'approval_requested',
    decision: 'needs_approval',
    toolName: tool,
    content: { request },
    contentState: 'captured',
    attributes: { asked_by: 'ops@example.com' },
    occurredAt: `${now}000000`,
    idempotencyKey: idempotencyKey(BigInt(now) * 1_000_000n, request),
  };
}

describe.each(databaseKinds)('another plane on %s', (kind) => {
  test('writes its rows into the same store, masked, chained and readable', async () => {
    const store = await testStore(kind);
    const masker = createEventMasker({ masker: createMasker() });
    const event = gatewayEvent(
      'transfer',
      'Pay card 4111 1111 1111 1111 of jane.doe@example.com',
      store.clock.now(),
    );
    expect(await store.writer.append(ACME, [masker.mask(event)])).toMatchObject({ appended: 1 });

    const { decisions } = await readDecisions(store.database, 'acme', { columns: { plane: 'gateway' } });
    expect(decisions).toMatchObject([
      { decision: 'needs_approval', tool_name: 'transfer', event: 'approval_requested' },
    ]);
    expect(JSON.stringify(decisions)).not.toMatch(/4111|jane\.doe|ops@example/);
    expect(Object.keys(decisions[0]?.redactions ?? {}).length).toBeGreaterThan(0);
    const { database, key, clock } = store;
    expect((await verify({ database, trustedKeys: [key.publicKey], mode: 'deep', clock })).verdict).toBe(
      'verified',
    );
    await store.remove();
  });
});
