// Which tool was called. Newer clients hide MCP tools behind the one name `mcp_tool`; the parameters tell.
import type { JsonObject, JsonValue } from '@governance-agent/policy-engine';
import { takeFirstOwn, type RecordFields } from './attributes.ts';
import { columnText } from './column-text.ts';

const TOOL_NAME = ['tool_name', 'function_name', 'gen_ai.tool.name'];
const TOOL_CALL = ['tool_use_id', 'use_id', 'call_id', 'gen_ai.tool.call.id'];

const ANY_MCP_TOOL = 'mcp_tool';
/** Longer parameters are not worth the time: the two names come in short objects. */
const LONGEST_PARAMETERS = 64 * 1024;
const LONGEST_PART = 200;

export function takeToolName(fields: RecordFields): string | null {
  return takeFirstOwn(fields, TOOL_NAME, columnText);
}

/** The same for events about one tool call: `mcp__<server>__<tool>` where the name itself does not tell. */
export function takeCalledTool(fields: RecordFields): string | null {
  const name = takeToolName(fields);
  return name === null || name === ANY_MCP_TOOL ? (mcpToolName(fields) ?? name) : name;
}

export function takeToolUseId(fields: RecordFields): string | null {
  return takeFirstOwn(fields, TOOL_CALL, columnText);
}

function mcpToolName({ values }: RecordFields): string | null {
  const parameters = parametersOf(values.get('tool_parameters'));
  const server = namePart(parameters?.['mcp_server_name']) ?? namePart(values.get('mcp_server.name'));
  const tool = namePart(parameters?.['mcp_tool_name']) ?? namePart(values.get('mcp_tool.name'));
  return server === null || tool === null ? null : `mcp__${server}__${tool}`;
}

function namePart(value: JsonValue | undefined): string | null {
  return typeof value === 'string' && value !== '' && value.length <= LONGEST_PART ? value : null;
}

/** Parameters come as JSON in text, sometimes cut short: then they name nothing. */
function parametersOf(value: JsonValue | undefined): JsonObject | null {
  if (typeof value !== 'string') return isObject(value) ? value : null;
  if (value.length > LONGEST_PARAMETERS || !value.includes('mcp_')) return null;
  try {
    const parsed = JSON.parse(value) as JsonValue;
    return isObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
