// The last lines of the demo: where to look, and at what.
import type { Settings } from '../config/settings.ts';
import type { PortalAccess } from './demo-report.ts';

/** @param over whether the agent ends with these lines */
export function demoFarewell(
  { url, token }: PortalAccess,
  { portalEnabled }: Pick<Settings, 'portalEnabled'>,
  over: boolean,
): string {
  if (!portalEnabled) return `The portal is switched off; the API is at ${url}/api/v1`;
  const lines = over
    ? [`Portal: ${url}, until now; without --exit the demo keeps serving`]
    : [`Portal: open ${url} and log in with this admin token: ${token ?? ''}`];
  return [
    '',
    ...lines,
    ...TOUR.map(([place, what]) => `  ${(url + place).padEnd(url.length + 34)} ${what}`),
  ].join('\n');
}

const TOUR = [
  ['/overview?period=30d', 'the month: events, users, cost, what was blocked'],
  ['/decisions?decision=blocked', 'tools that somebody or some rule refused'],
  ['/decisions?decision=redacted', 'what was masked before it was stored'],
  ['/usage?period=30d&group_by=team', 'who costs what, by team; try user, model, tool'],
  ['/sessions', 'conversations, turn by turn'],
] as const;
