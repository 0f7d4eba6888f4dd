// Where the built portal lies: beside the package that makes it.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** Absolute path of the folder with `index.html`; undefined where the portal is not installed or not built. */
export function findPortalFiles(): string | undefined {
  const folder = portalFolder();
  return folder !== undefined && existsSync(path.join(folder, 'index.html')) ? folder : undefined;
}

function portalFolder(): string | undefined {
  try {
    const manifest = createRequire(import.meta.url).resolve('@governance-agent/portal/package.json');
    return path.join(path.dirname(manifest), 'dist');
  } catch {
    return undefined;
  }
}
