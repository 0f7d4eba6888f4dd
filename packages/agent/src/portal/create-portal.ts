// The portal as this agent serves it, or undefined where it is switched off or not built.
import type { Router } from 'express';
import type { Settings } from '../config/settings.ts';
import type { Logger } from '../logging.ts';
import { findPortalFiles } from './portal-files.ts';
import { createPortalRouter } from './portal-router.ts';

export interface PortalDeps {
  readonly settings: Pick<Settings, 'portalEnabled'>;
  readonly logger: Logger;
}

export function createPortal({ settings, logger }: PortalDeps): Router | undefined {
  if (!settings.portalEnabled) return undefined;
  const files = findPortalFiles();
  if (files === undefined) logger.warn('the portal is not built; build it with: pnpm build:portal');
  return files === undefined ? undefined : createPortalRouter(files);
}
