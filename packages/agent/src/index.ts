// The public list of the agent, for who embeds it instead of running its command line.
export { bootAgent, type BootDeps } from './boot.ts';
export { readSettings, type SettingSources } from './config/read-settings.ts';
export type { LogFormat, LogLevel, Settings } from './config/settings.ts';
export type { Agent } from './create-agent.ts';
export { AgentError, type AgentErrorCode } from './errors.ts';
export { readKeyHistory, type KeyState, type KnownKey } from './keys/key-history.ts';
export { createLogger, type Logger, type LoggerDeps } from './logging.ts';
export type { MigratePolicy } from './store.ts';
export { keepNewObjectsYoung } from './young-objects.ts';
