// A set-up as text to paste: what the commands print and what the portal shows are made here.
import type { ClientSetup } from './client-setup.ts';
import { coworkNotes, coworkText } from './cowork-text.ts';
import { coworkFields, thirdPartyKeys } from './cowork.ts';
import { environmentFor } from './environment.ts';
import { managedSettingsFor } from './managed-settings.ts';
import { renderScript, type ScriptShell } from './script.ts';
import { renderEnvironment, type Shell } from './shells.ts';

/** What is to be made, by the names of the command line. */
export type SetupForm =
  | { readonly kind: 'claude-code'; readonly shell: Shell }
  | { readonly kind: 'script'; readonly shell: ScriptShell }
  | { readonly kind: 'managed-settings' | 'cowork' | 'cowork-third-party' };

export const SETUP_KINDS = [
  'claude-code',
  'script',
  'managed-settings',
  'cowork',
  'cowork-third-party',
] as const;

export interface RenderedSetup {
  /** Without a line end. */
  readonly text: string;
  readonly notes: readonly string[];
}

/** Throws AgentError `usage` where the shell cannot carry a value. */
export function renderSetup(setup: ClientSetup, form: SetupForm): RenderedSetup {
  switch (form.kind) {
    case 'claude-code':
      return { text: renderEnvironment(environmentFor(setup), form.shell), notes: [] };
    case 'script':
      return { text: renderScript(environmentFor(setup), form.shell), notes: [] };
    case 'managed-settings':
      return { text: indented(managedSettingsFor(setup)), notes: [] };
    case 'cowork':
      return { text: coworkText(coworkFields(setup)), notes: coworkNotes(setup, false) };
    case 'cowork-third-party':
      return { text: indented(thirdPartyKeys(setup)), notes: coworkNotes(setup, true) };
  }
}

function indented(value: object): string {
  return JSON.stringify(value, null, 2);
}
