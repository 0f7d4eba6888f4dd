// The managed settings file of Claude Code, for roll-out by MDM.
import type { ClientSetup } from './client-setup.ts';
import { CONTENT_VARIABLES } from './content.ts';
import { environmentFor, leftovers, type Variables } from './environment.ts';

export const PLATFORMS = ['linux', 'macos', 'windows'] as const;
export type Platform = (typeof PLATFORMS)[number];

/** Where the client looks; the same for every user of the machine. */
export const MANAGED_SETTINGS_PATHS: Readonly<Record<Platform, string>> = {
  linux: '/etc/claude-code/managed-settings.json',
  macos: '/Library/Application Support/ClaudeCode/managed-settings.json',
  windows: 'C:\\Program Files\\ClaudeCode\\managed-settings.json',
};

export interface ManagedSettings {
  readonly env: Variables;
  /** A program that prints headers as a JSON object; http protocols only. */
  readonly otelHeadersHelper?: string;
}

export function managedSettingsFor(setup: ClientSetup): ManagedSettings {
  const env = environmentFor(setup);
  const { credential } = setup;
  return credential.kind === 'helper' ? { env, otelHeadersHelper: credential.command } : { env };
}

/**
 * Ours put into a file that is there: other policy stays as it is, telemetry variables that we leave out go.
 * @param existing the parsed file.
 */
export function mergeManagedSettings(
  existing: Readonly<Record<string, unknown>>,
  ours: ManagedSettings,
): Readonly<Record<string, unknown>> {
  const { otelHeadersHelper: _replaced, env, ...others } = existing;
  const dropped = new Set([...leftovers(ours.env), ...CONTENT_VARIABLES]);
  const kept = Object.entries(typeof env === 'object' && env !== null ? env : {}).filter(
    ([name]) => !dropped.has(name),
  );
  return { ...others, ...ours, env: { ...Object.fromEntries(kept), ...ours.env } };
}
