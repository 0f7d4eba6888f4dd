// A protobuf request of prompts in one session.
import { encodeLogsRequest } from '@governance-agent/testkit';

const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });

export function promptsRequest(session: string, count: number): Buffer {
  const logRecords = Array.from({ length: count }, (_, index) => ({
    timeUnixNano: '1795230615520000000',
    body: { stringValue: 'claude_code.user_prompt' },
    attributes: [
      text('event.name', 'user_prompt'),
      text('session.id', session),
      text('prompt', 'write to jane.doe@example.com'),
      { key: 'event.sequence', value: { intValue: index } },
    ],
  }));
  const resource = { attributes: [text('service.name', 'claude-code')] };
  return Buffer.from(encodeLogsRequest({ resourceLogs: [{ resource, scopeLogs: [{ logRecords }] }] }));
}
