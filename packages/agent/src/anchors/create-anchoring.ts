// From settings to the places that keep anchors; none where none is set.
import type { Clock, Database } from '@governance-agent/audit-core';
import type { Settings } from '../config/settings.ts';
import type { Logger } from '../logging.ts';
import type { AgentMetrics } from '../metrics.ts';
import { createAnchorFile } from './anchor-file.ts';
import { createAnchorQueue } from './anchor-queue.ts';
import { createAnchorWebhook } from './anchor-webhook.ts';
import type { AnchorPlace } from './anchor.ts';
import { createAnchoring, type Anchoring } from './anchoring.ts';

export interface AgentAnchoringDeps {
  readonly settings: Settings;
  readonly database: Database;
  readonly metrics: AgentMetrics;
  readonly logger: Logger;
  readonly clock: Clock;
}

export function createAgentAnchoring(deps: AgentAnchoringDeps): Anchoring {
  const { anchors } = deps.settings;
  const queues = placesOf(anchors).map((place) => createAnchorQueue({ ...deps, place }));
  return createAnchoring({ ...deps, queues, intervalMs: anchors.intervalSeconds * 1000 });
}

function placesOf({ file, webhookUrl, webhookToken }: Settings['anchors']): AnchorPlace[] {
  return [
    ...(file === undefined ? [] : [createAnchorFile(file)]),
    ...(webhookUrl === undefined ? [] : [createAnchorWebhook({ url: webhookUrl, token: webhookToken })]),
  ];
}
