// What a client can be told to capture. Everything is off unless asked for: a roll-out must not widen what people say
// to their agent into what their employer reads without somebody deciding it.

/** By the names of the command line. */
export const CONTENT_SWITCHES = [
  'prompts',
  'responses',
  'tool-details',
  'tool-content',
  'raw-bodies',
] as const;
export type ContentSwitch = (typeof CONTENT_SWITCHES)[number];

/** True and false were said; absent is off, by the client's own default. */
export type Content = Readonly<Partial<Record<ContentSwitch, boolean>>>;

const VARIABLES: Readonly<Record<ContentSwitch, string>> = {
  prompts: 'OTEL_LOG_USER_PROMPTS',
  responses: 'OTEL_LOG_ASSISTANT_RESPONSES',
  'tool-details': 'OTEL_LOG_TOOL_DETAILS',
  'tool-content': 'OTEL_LOG_TOOL_CONTENT',
  'raw-bodies': 'OTEL_LOG_RAW_API_BODIES',
};

/** Names of the managed key `otlpContentCapture`. */
const CATEGORIES: Readonly<Record<ContentSwitch, string>> = {
  prompts: 'userPrompts',
  responses: 'assistantResponses',
  'tool-details': 'toolDetails',
  'tool-content': 'toolContent',
  'raw-bodies': 'rawApiBodies',
};

export const CONTENT_VARIABLES: readonly string[] = Object.values(VARIABLES);

/**
 * Only the variable of the replies has a documented off; the others are left out to be off. Replies follow prompts
 * unless told otherwise, so prompts alone need the replies switched off by name.
 */
export function contentVariables(content: Content): Record<string, string> {
  const on = CONTENT_SWITCHES.filter((name) => content[name] === true);
  const variables = Object.fromEntries(on.map((name) => [VARIABLES[name], '1']));
  const repliesOff = content.responses === false || (content.prompts === true && content.responses !== true);
  return repliesOff ? { ...variables, [VARIABLES.responses]: '0' } : variables;
}

/** An empty list says metadata only, which an absent key does not: first-party Cowork sends content then. */
export function contentCategories(content: Content): string[] {
  return CONTENT_SWITCHES.filter((name) => content[name] === true).map((name) => CATEGORIES[name]);
}
