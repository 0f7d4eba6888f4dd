// What is kept of a User-Agent.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createMasking } from '../../src/masking.ts';
import { createSenderNames } from '../../src/health/sender.ts';

const { text } = createMasking({
  detection: true,
  policy: {},
  structural: () => false,
  withheld: () => undefined,
});
const names = createSenderNames(text);

describe('of a sender with a good credential', () => {
  it.each([
    ['OTel-OTLP-Exporter-JavaScript/0.208.0', 'OTel-OTLP-Exporter-JavaScript/0.208.0'],
    ['OTel OTLP Exporter Go/1.26.0', 'OTel OTLP Exporter Go/1.26.0'],
    ['OpenTelemetry Collector Contrib/0.119.0 (linux/amd64)', 'OpenTelemetry Collector Contrib/0.119.0'],
    ['claude-code/2.1.329 (external, cli)', 'claude-code/2.1.329'],
    ['grpc-node-js/1.14.0', 'grpc-node-js/1.14.0'],
    ['our-relay/v2.0-rc1', 'our-relay/2.0-rc1'],
    ['our-relay', 'our-relay'],
    ['our-relay/jo', 'our-relay'],
    ['', 'none'],
    [undefined, 'none'],
    ['jo@example.com', 'unrecognised'],
    ['10.1.2.3', 'unrecognised'],
    ['relay (jo@example.com)', 'relay'],
    ['<script>', 'unrecognised'],
    ['\u0000\u001b[31m', 'unrecognised'],
    [`ghp_${'a1B2'.repeat(9)}`, 'unrecognised'],
    ['x'.repeat(5000), 'unrecognised'],
  ])('%j is %j', (userAgent, name) => {
    expect(names.nameOf(userAgent, true)).toBe(name);
  });
});

describe('of a stranger', () => {
  it.each([
    ['OTel-OTLP-Exporter-JavaScript/0.208.0', 'OTel-OTLP-Exporter-JavaScript/0.208.0'],
    ['curl/8.5.0', 'curl/8.5.0'],
    ['our-relay/2.0', 'unrecognised'],
    ['JaneDoe', 'unrecognised'],
  ])('%j is %j', (userAgent, name) => {
    expect(names.nameOf(userAgent, false)).toBe(name);
  });
});

it('is short and plain whatever is sent', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.boolean(), (userAgent, known) => {
      expect(names.nameOf(userAgent, known)).toMatch(/^[A-Za-z][\w .+/-]{0,73}$/);
    }),
  );
});
