// The fields of Cowork's admin page as text, and what somebody who fills them in should know.
import type { ClientSetup } from './client-setup.ts';
import type { CoworkFields } from './cowork.ts';

export function coworkText({ endpoint, protocol, headers, otlpContentCapture }: CoworkFields): string {
  return [
    'Admin settings > Cowork',
    '',
    `OTLP endpoint: ${endpoint}`,
    `OTLP protocol: ${protocol}`,
    `OTLP headers:  ${headers}`,
    '',
    'Managed key of the devices, by MDM:',
    '',
    `otlpContentCapture: ${JSON.stringify(otlpContentCapture)}`,
  ].join('\n');
}

export function coworkNotes({ endpoint, content, resource }: ClientSetup, thirdParty: boolean): string[] {
  const { hostname } = new URL(endpoint);
  const local = /^(localhost|127\..*|\[::1\])$/.test(hostname);
  return [
    ...(local ? ['sessions in the cloud cannot reach this address: give --endpoint'] : []),
    ...(endpoint.startsWith('http:') && !local ? ['without https the credential goes in the clear'] : []),
    ...(content.prompts === true && content.responses !== true
      ? ['Cowork sends replies together with prompts (1.17377 and later)']
      : []),
    ...(thirdParty
      ? []
      : [
          'without otlpContentCapture a first-party Cowork sends prompts, replies and tool details; [] is metadata only',
          ...(Object.keys(resource).length > 0 ? ['the admin page has no field for --resource'] : []),
        ]),
  ];
}
