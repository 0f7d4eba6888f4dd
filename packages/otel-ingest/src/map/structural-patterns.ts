// Value shapes that cannot hold free text. Each is anchored, bounded and free of nested repetition.

/** One of the given words, exactly. */
export function oneOf(words: string): RegExp {
  const escaped = words.split(' ').map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^(?:${escaped.join('|')})$`);
}

// Ids of digits alone could be somebody's number, so those that could be need a letter.
export const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;
export const HASH_16 = /^(?=\d{0,15}[a-f])[\da-f]{16}$/;
export const HASH_32 = /^(?=\d{0,31}[a-f])[\da-f]{32}$/;
export const HASH_64 = /^(?=\d{0,63}[a-f])[\da-f]{64}$/;

/** `req_…`, `user_…`: ids with the name of what they identify in front. */
export function tagged(tags: string): RegExp {
  return new RegExp(`^(?:${tags})_(?=\\d{0,63}[A-Za-z])[\\dA-Za-z]{16,64}$`);
}

export const BOOLEAN = /^(?:true|false)$/;
/** Few enough digits to be nobody's number. */
export const COUNT = /^\d{1,7}$/;
export const DECIMAL = /^\d{1,4}\.\d{1,6}$/;
export const STATUS = /^(?:[1-5]\d\d|undefined)$/;
export const ISO_TIME = /^20\d\d-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-6]\d(?:\.\d{3,9})?Z$/;
/** Unix nanoseconds at full milliseconds, 2017 to 2033: nineteen digits that no card or register uses. */
export const UNIX_NANOS = /^1[5-9]\d{11}0{6}$/;

/** Three numbers, as four could be an address; a suffix only of known words. */
export const VERSION =
  /^\d{1,2}\.\d{1,5}(?:\.\d{1,5})?(?:-(?:alpha|beta|rc|next|dev|canary|nightly|preview)(?:\.\d{1,3})?)?$/;
export const OS_VERSION =
  /^\d{1,2}\.\d{1,2}(?:\.\d{1,5})?(?:-\d{1,3})?(?:-(?:generic|fc|aws|azure|gcp|cloud|microsoft|standard|wsl2|v\d{1,4}|amd64|arm64)){0,4}$/i;

export const MODEL =
  /^(?:claude-(?:\d-(?:\d-)?)?(?:opus|sonnet|haiku|instant)(?:-\d{1,2}){0,2}(?:-20\d{6})?(?:\[1m\])?|gpt-\d(?:\.\d|o)?(?:-(?:mini|nano|pro|turbo|codex|max|high|low)){0,2}|gemini-\d(?:\.\d)?-(?:pro|flash|ultra|nano)(?:-lite)?(?:-preview)?)$/;

const HOOK_EVENTS =
  'PreToolUse PostToolUse PostToolUseFailure PermissionRequest Notification UserPromptSubmit Stop StopFailure SubagentStart SubagentStop PreCompact PostCompact SessionStart SessionEnd Setup TeammateIdle TaskCreated TaskCompleted ConfigChange';
const TOOLS =
  'Agent AskUserQuestion Bash BashOutput Edit EnterPlanMode ExitPlanMode Glob Grep KillShell LS MultiEdit NotebookEdit NotebookRead Read Skill SlashCommand Task TodoRead TodoWrite ToolSearch WebFetch WebSearch Write mcp_tool';

const anyOf = (words: string): string => words.replaceAll(' ', '|');
export const HOOK_EVENT = oneOf(HOOK_EVENTS);
export const HOOK_NAME = new RegExp(
  `^(?:${anyOf(HOOK_EVENTS)})(?::(?:${anyOf(TOOLS)}|startup|resume|clear|compact))?$`,
);
export const TOOL = oneOf(TOOLS);
