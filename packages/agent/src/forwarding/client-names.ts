// Columns that rows and series have in common, under the names that clients use for them.
export const CLIENT_NAMES = [
  ['session.id', 'session_id'],
  ['user.email', 'user_email'],
  ['user.id', 'user_id'],
  ['user.account_uuid', 'user_account_uuid'],
  ['model', 'model'],
  ['tool_name', 'tool_name'],
] as const;
