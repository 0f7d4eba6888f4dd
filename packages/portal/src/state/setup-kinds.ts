// What can be set up, by the names of the API, and the shells that each knows.
export const SETUP_KINDS = [
  { kind: 'claude-code', name: 'Claude Code', shells: ['bash', 'zsh', 'fish', 'powershell', 'cmd', 'json'] },
  { kind: 'script', name: 'Script', shells: ['sh', 'powershell'] },
  { kind: 'managed-settings', name: 'Managed settings', shells: [] },
  { kind: 'cowork', name: 'Cowork', shells: [] },
  { kind: 'cowork-third-party', name: 'Cowork, third party', shells: [] },
] as const;

export type SetupKind = (typeof SETUP_KINDS)[number];
export type SetupKindName = SetupKind['kind'];
export type SetupShell = SetupKind['shells'][number];

export const CONTENT_SWITCHES = [
  ['prompts', 'Prompts'],
  ['responses', 'Replies'],
  ['tool-details', 'Tool parameters'],
] as const;
