import { describe, expect, test } from '@jest/globals';
import type { JsonValue } from '@governance-agent/policy-engine';
import type { Attribute } from '../../src/decode/model.ts';
import { mapLogs } from '../../src/map/map-logs.ts';
import { logRecord, mapOne, RECEIVED_AT, resourceLogs } from './records.ts';

describe('attributes', () => {
  test('of a repeated key the last counts and every other value is kept, content with content', () => {
    const list: Attribute[] = [
      ['user.email', 'first@acme.example'],
      ['prompt', 'one'],
      ['x', 1],
      ['prompt', '<REDACTED>'],
      ['user.email', 'last@acme.example'],
      ['x', 0.5],
      ['prompt', 'two'],
      ['x', 3],
    ];
    const event = mapOne(logRecord(list));
    expect(event.userEmail).toBe('last@acme.example');
    expect(event.content).toEqual({ prompt: 'two', 'otel.repeated_keys': [{ key: 'prompt', value: 'one' }] });
    expect(event.attributes).toEqual({
      x: 3,
      'otel.repeated_keys': [
        { key: 'user.email', value: 'first@acme.example' },
        { key: 'x', value: 1 },
        { key: 'prompt', value: '<REDACTED>' },
        { key: 'x', value: '0.5' },
      ],
    });
  });

  test('a resource repeats keys the same way', () => {
    const event = mapOne(logRecord({}), [
      ['team', 'a'],
      ['team', 'b'],
    ]);
    expect(event.resource).toEqual({ team: 'b', 'otel.repeated_keys': [{ key: 'team', value: 'a' }] });
  });

  test('names of the agent are not for the sender', () => {
    const event = mapOne(
      logRecord({ 'otel.scope.name': 'mine', 'otel.repeated_keys': 'x', trace_id: 'y' }),
      {},
      { name: 's' },
    );
    expect(event.attributes).toEqual({
      'otel.scope.name': 's',
      trace_id: 'y',
      'otel.repeated_keys': [
        { key: 'otel.scope.name', value: 'mine' },
        { key: 'otel.repeated_keys', value: 'x' },
      ],
    });
  });

  test('tags copied from the resource are not repeated, differing ones are', () => {
    const resource = { team: 'core', list: ['a', 1], env: 'prod' };
    const event = mapOne(logRecord({ ...resource, env: 'dev', extra: null }), resource);
    expect(event.resource).toEqual(resource);
    expect(event.attributes).toEqual({ env: 'dev', extra: null });
  });

  test('identity falls back to the resource, counts never do', () => {
    const resource = {
      'session.id': 's',
      'user.email': 'a@b.example',
      input_tokens: 5,
      tool_name: 'Bash',
      model: 'm',
    };
    const event = mapOne(logRecord({ 'event.name': 'api_request', 'user.email': 'undefined' }), resource);
    expect(event).toMatchObject({ sessionId: 's', userEmail: 'a@b.example' });
    expect(event).toMatchObject({ tokensInput: null, toolName: null, model: null });
    expect(event.attributes).toEqual({ 'user.email': 'undefined' });
  });

  test.each<[JsonValue, string | null, string | null]>([
    ['jane@acme.example', 'jane@acme.example', null],
    ['jane', null, 'jane'],
    ['', null, null],
    [{}, null, null],
  ])('enduser.id %j names the user where nothing else does', (value, email, id) => {
    const event = mapOne(logRecord({}), { 'enduser.id': value });
    expect([event.userEmail, event.userId]).toEqual([email, id]);
  });

  test('keeps hostile keys as plain keys', () => {
    const own = (key: string) => JSON.parse(`{"${key}":{"x":0.5}}`) as JsonValue;
    const list: Attribute[] = [
      ['__proto__', own('__proto__')],
      ['constructor', 'c'],
      ['toString', 't'],
      ['', 'empty'],
    ];
    const event = mapOne(logRecord(list), list.slice(0, 1));
    expect(JSON.stringify(event.resource)).toBe('{"__proto__":{"__proto__":{"x":"0.5"}}}');
    expect(event.attributes).toEqual({ constructor: 'c', toString: 't', '': 'empty' });
    expect(JSON.stringify(mapOne(logRecord(list)).attributes)).toContain(
      '"__proto__":{"__proto__":{"x":"0.5"}}',
    );
  });

  test('fractions become decimal text at any depth, whole numbers stay', () => {
    const { attributes } = mapOne(logRecord({ a: 0.25, b: [1, 1.5, { c: 1e-9 }], d: 2 ** 60 }));
    expect(attributes).toEqual({ a: '0.25', b: [1, '1.5', { c: '1e-9' }], d: String(2 ** 60) });
  });

  test('keeps what the OTLP envelope says', () => {
    const record = logRecord(
      {},
      {
        traceId: 'ab'.repeat(16),
        spanId: 'cd'.repeat(8),
        flags: 1,
        severityNumber: 9,
        severityText: 'INFO',
        droppedAttributesCount: 3,
      },
    );
    const scope = {
      name: 's',
      version: '1',
      attributes: [['k', 1]] as Attribute[],
      droppedAttributesCount: 2,
    };
    const [group] = [resourceLogs([record], {}, scope)];
    const sent = {
      ...group,
      schemaUrl: 'https://a.example/r',
      resource: { attributes: [], droppedAttributesCount: 4 },
      scopes: group.scopes.map((logs) => ({ ...logs, schemaUrl: 'https://a.example/s' })),
    };
    const [event] = mapLogs([sent], RECEIVED_AT);
    expect(event?.attributes).toEqual({
      'otel.scope.name': 's',
      'otel.scope.version': '1',
      'otel.scope.schema_url': 'https://a.example/s',
      'otel.scope.attributes': { k: 1 },
      'otel.scope.dropped_attributes_count': 2,
      trace_id: 'ab'.repeat(16),
      span_id: 'cd'.repeat(8),
      trace_flags: 1,
      severity_number: 9,
      severity_text: 'INFO',
      'otel.dropped_attributes_count': 3,
    });
    expect(event?.resource).toEqual({
      'otel.resource.schema_url': 'https://a.example/r',
      'otel.resource.dropped_attributes_count': 4,
    });
  });

  test.each<[string, JsonValue, JsonValue]>([
    ['the name with prefix', 'claude_code.api_request_body', null],
    ['the bare name', 'api_request_body', null],
    ['nothing', null, null],
    ['free text', 'dear model', { body: 'dear model' }],
    ['a structure', { text: 'dear model' }, { body: { text: 'dear model' } }],
    ['a number', 7, { body: 7 }],
  ])('a body that is %s', (_name, body, content) => {
    expect(mapOne(logRecord({ 'event.name': 'api_request_body' }, { body })).content).toEqual(content);
  });

  test('an OTLP body beside a body attribute is kept too', () => {
    const { content } = mapOne(logRecord({ 'event.name': 'x', body: '{"a":1}' }, { body: 'text' }));
    expect(content).toEqual({ body: '{"a":1}', 'otel.repeated_keys': [{ key: 'body', value: 'text' }] });
  });

  test('an org or tenant that a client claims stays a claim', () => {
    const spoof = { 'organization.id': 'victim', org: 'victim', tenant: 'victim', dataset: 'victim' };
    const event = mapOne(
      logRecord({ ...spoof, team: 1 }, { body: spoof }),
      { ...spoof, x: 1 },
      { name: 'victim' },
    );
    const { attributes, resource, content, ...columns } = event;
    expect(JSON.stringify(columns)).not.toContain('victim');
    expect([attributes, resource, content].every((part) => JSON.stringify(part).includes('victim'))).toBe(
      true,
    );
  });
});
