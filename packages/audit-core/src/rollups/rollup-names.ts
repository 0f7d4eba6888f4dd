// What a finding calls a rollup: the report it stands behind, never what is in it.

export const usageName = (dimension: string): string => `usage by ${dimension}`;
export const distinctName = (dimension: string): string => `distinct counts by ${dimension}`;
export const SESSIONS_NAME = 'sessions';
export const TURNS_NAME = 'turns';
