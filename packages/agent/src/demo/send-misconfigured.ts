// One sender of the demo is set up wrongly: its header names a dataset that is not there. Health reports have something to find.
import type { CapturedRequest } from './captures.ts';
import { authorizationOf, type SendOrder } from './send-requests.ts';

/** A collector in front of some laptops, told apart by its name. */
const USER_AGENT = 'otelcol-contrib/0.142.0';
const MISSPELT_DATASET = 'claud-code-logs';

/** Sends the requests; each is refused, and none of them is stored. */
export async function sendMisconfigured(
  { url, org, license }: Pick<SendOrder, 'url' | 'org' | 'license'>,
  requests: readonly CapturedRequest[],
): Promise<void> {
  for (const { path, body } of requests) {
    const headers = {
      authorization: authorizationOf(org, license),
      'content-type': 'application/json',
      'user-agent': USER_AGENT,
      'x-dataset': MISSPELT_DATASET,
      'x-metrics-dataset': MISSPELT_DATASET,
    };
    const response = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    await response.arrayBuffer();
  }
}
