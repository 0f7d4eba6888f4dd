// tool_result: a tool ran. What it gave back is never sent, so only the size of its input tells of held back content.
import { takeCalledTool } from '../tool-name.ts';
import { NO_COLUMNS, type EventMapping } from './mapping.ts';

export const toolResult: EventMapping = {
  takeColumns: (fields) => ({ ...NO_COLUMNS, toolName: takeCalledTool(fields) }),
  sizeKeys: ['tool_input_size_bytes'],
};
