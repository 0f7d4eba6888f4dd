// What an administrator types into the settings of Cowork, and the managed keys of a third-party deployment.
import type { ClientSetup } from './client-setup.ts';
import { contentCategories } from './content.ts';
import { attributeList, headerList, headersFor } from './header-list.ts';

export interface CoworkFields {
  /** Base URL. A path of a signal here would be doubled by the client. */
  readonly endpoint: string;
  readonly protocol: string;
  readonly headers: string;
  /** Not on the page: a managed key of the device. */
  readonly otlpContentCapture: readonly string[];
}

export function coworkFields(setup: ClientSetup): CoworkFields {
  return {
    endpoint: setup.endpoint,
    protocol: setup.protocol,
    headers: headerList(headersFor(setup)),
    otlpContentCapture: contentCategories(setup.content),
  };
}

/** Managed keys, scope 3p. `none`: the other mode sends each user's inference token to the collector. */
export interface ThirdPartyKeys {
  readonly otlpEndpoint: string;
  readonly otlpProtocol: string;
  /** A JSON object as text: values are not percent-decoded there. */
  readonly otlpHeaders?: string;
  readonly otlpHeadersHelper?: string;
  readonly otlpAuthMode: 'none';
  readonly otlpContentCapture: readonly string[];
  readonly otlpResourceAttributes?: string;
}

export function thirdPartyKeys(setup: ClientSetup): ThirdPartyKeys {
  const { endpoint, protocol, credential, resource, content } = setup;
  const headers = headersFor(setup);
  return {
    otlpEndpoint: endpoint,
    otlpProtocol: protocol,
    ...(Object.keys(headers).length > 0 && { otlpHeaders: JSON.stringify(headers) }),
    ...(credential.kind === 'helper' && { otlpHeadersHelper: credential.command }),
    otlpAuthMode: 'none',
    otlpContentCapture: contentCategories(content),
    ...(Object.keys(resource).length > 0 && { otlpResourceAttributes: attributeList(resource) }),
  };
}
