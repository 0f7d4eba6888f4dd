// SeverityNumber by number or by name (opentelemetry/proto/logs/v1/logs.proto).
import { uint32Field } from './fields.ts';

const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];
const NAME = /^SEVERITY_NUMBER_(TRACE|DEBUG|INFO|WARN|ERROR|FATAL)([234]?)$/;

export function severityFromJson(value: unknown): number {
  const match = typeof value === 'string' ? NAME.exec(value) : null;
  if (match === null) return uint32Field(value);
  return LEVELS.indexOf(match[1] ?? '') * 4 + Number(match[2] === '' ? 1 : match[2]);
}
