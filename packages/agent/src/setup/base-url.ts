// The endpoint as clients want it: a base URL they append /v1/logs to.
import { AgentError } from '../errors.ts';

/** Takes a signal path off again, which the client would double. Throws AgentError `usage`. */
export function baseUrl(given: string): { readonly endpoint: string; readonly stripped: boolean } {
  if (!URL.canParse(given)) throw refusal('takes an http or https URL');
  const url = new URL(given);
  if (!/^https?:$/.test(url.protocol)) throw refusal('takes an http or https URL');
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw refusal('takes no user, query or fragment: clients do not send them');
  }
  const whole = `${url.origin}${url.pathname}`.replace(/\/+$/, '');
  const endpoint = whole.replace(/(\/v1\/(logs|metrics|traces))+$/, '');
  return { endpoint, stripped: endpoint !== whole };
}

function refusal(problem: string): AgentError {
  return new AgentError('usage', `--endpoint ${problem}`);
}
