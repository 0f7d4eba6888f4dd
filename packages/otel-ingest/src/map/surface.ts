// Where in the product: terminal, SDK, editor, desktop app, cloud.
import type { JsonValue } from '@governance-agent/policy-engine';

export type Surface = 'cli' | 'sdk' | 'vscode' | 'slack' | 'desktop' | 'local' | 'remote';

const ENTRYPOINTS: ReadonlyMap<JsonValue | undefined, Surface> = new Map([
  ['cli', 'cli'],
  ['sdk-cli', 'sdk'],
  ['sdk-ts', 'sdk'],
  ['sdk-py', 'sdk'],
  ['claude-vscode', 'vscode'],
  ['claude-in-slack', 'slack'],
  ['claude-desktop', 'desktop'],
  ['claude-desktop-3p', 'desktop'],
  ['local-agent', 'local'],
]);

const COWORK_SURFACES: ReadonlyMap<JsonValue | undefined, Surface> = new Map([
  ['remote', 'remote'],
  ['local', 'local'],
]);

const SERVICES: ReadonlyMap<JsonValue | undefined, Surface> = new Map([
  ['claude-code-desktop', 'desktop'],
  ['claude-desktop', 'desktop'],
  ['codex_cli_rs', 'cli'],
  ['codex-cli', 'cli'],
  ['gemini-cli', 'cli'],
  ['qwen-code', 'cli'],
]);

/** `cowork.surface`, else a cloud session id, else `app.entrypoint`, else the service; null when nothing tells. */
export function surfaceOf(attribute: (key: string) => JsonValue | undefined): Surface | null {
  const cowork = COWORK_SURFACES.get(attribute('cowork.surface'));
  if (cowork !== undefined) return cowork;
  if (typeof attribute('ccr.session.id') === 'string') return 'remote';
  return ENTRYPOINTS.get(attribute('app.entrypoint')) ?? SERVICES.get(attribute('service.name')) ?? null;
}
