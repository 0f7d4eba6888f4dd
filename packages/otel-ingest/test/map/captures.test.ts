import { describe, expect, test } from '@jest/globals';
import { captureRequests, captures } from '@governance-agent/testkit';
import { gunzipSync } from 'node:zlib';
import { decodeLogs } from '../../src/decode/decode-logs.ts';
import { mapLogs } from '../../src/map/map-logs.ts';
import { DEFAULT_INGEST_SETTINGS } from '../../src/settings.ts';
import { RECEIVED_AT } from './records.ts';

const eventsOf = (capture: string) =>
  captureRequests(capture)
    .filter(({ signal }) => signal === 'logs')
    .flatMap(({ headers, body }) => {
      const codec = headers['content-type'] === 'application/json' ? 'json' : 'protobuf';
      const plain = headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
      return mapLogs(decodeLogs(codec, plain, DEFAULT_INGEST_SETTINGS).resourceLogs, RECEIVED_AT);
    });

const withLogs = captures().filter((capture) =>
  captureRequests(capture).some(({ signal }) => signal === 'logs'),
);

describe('real requests', () => {
  test.each(withLogs)('%s', (capture) => {
    const events = eventsOf(capture);
    expect(events.length).toBeGreaterThan(0);
    expect(new Set(events.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(events.length);
    for (const event of events) {
      expect(event.plane).toMatch(/^(?:claude_code|cowork)$/);
      expect(event.event).toMatch(/^[a-z_]+$/);
      expect(event.occurredAt).toMatch(/^1795\d{15}$/);
      expect(event.sessionId).not.toBeNull();
      expect(event.attributes['otel.repeated_keys']).toBeUndefined();
      if (event.event === 'api_request') {
        expect([event.tokensInput, event.costNanoUsd, event.durationMs, event.model]).not.toContain(null);
      }
      if (/^tool_(?:decision|result)$/.test(event.event)) expect(event.toolName).toMatch(/^\w+$/);
    }
  });

  test('with content switched off no event holds content, but for errors', () => {
    const events = ['cc2.1.329-json-nocontent', 'cc2.1.329-pb-nocontent'].flatMap(eventsOf);
    const prompts = events.filter(({ event }) => /prompt|response/.test(event));
    expect(prompts.map(({ contentState }) => contentState)).toEqual(prompts.map(() => 'withheld_at_source'));
    expect(events.filter(({ content }) => content !== null)).toEqual([]);
  });

  test('an MCP call is named after server and tool', () => {
    const names = eventsOf('cc2.1.329-mcp').map(({ toolName }) => toolName);
    expect(names).toContain('mcp__demo__lookup');
  });

  test('a denied tool is blocked', () => {
    const verdicts = eventsOf('cc2.1.329-deny-rule').map(({ decision }) => decision);
    expect(verdicts).toContain('blocked');
  });
});
