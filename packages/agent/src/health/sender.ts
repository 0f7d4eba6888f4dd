// From a User-Agent header to the name of a sender: product and version, nothing else (RFC 9110 section 10.1.5).

/** Where the header is absent, says something else than a product, or there are too many senders already. */
export const NO_SENDER = 'none';
export const ODD_SENDER = 'unrecognised';
export const OTHER_SENDER = 'other';

/** Exporters of some languages write spaces in the product. A version begins with a digit, or it is left out. */
const PRODUCT = /^([A-Za-z][A-Za-z0-9 _-]{0,47}?)(?:\/v?(\d[\w.+-]{0,23})?.*)?$/;
/** Comments (in brackets) and further products are of no use here. */
const FIRST = /^[^(;,]{0,80}/;

/** Products that may be named by somebody who has not shown a credential: anybody can write anything there. */
const KNOWN_PRODUCTS: readonly RegExp[] = [
  /^OTel[ -]OTLP[ -]Exporter[ -](JavaScript|Python|Go|Java|Rust|Dotnet|\.NET|Cpp|Ruby|PHP|Erlang|Swift)$/i,
  /^OpenTelemetry Collector( Contrib)?$/i,
  /^(otelcol|otelcol-contrib|claude-code|claude-cli|claude-desktop|codex_cli_rs|gemini-cli|opencode|copilot)$/i,
  /^(curl|Wget|node|undici|axios|python-requests|Python-urllib|Go-http-client|okhttp|Java|PowerShell|Vector|Fluent-Bit)$/i,
  /^grpc-(node-js|node|go|java-netty|python|c|dotnet)$/i,
];

export interface SenderNames {
  /** @param known whether the credential was good. */
  nameOf(userAgent: string | undefined, known: boolean): string;
}

/** @param masked what becomes of a text under the masking policy: a name that it changes is not kept. */
export function createSenderNames(masked: (text: string) => string): SenderNames {
  return {
    nameOf(userAgent, known) {
      const sent = FIRST.exec(userAgent?.trim() ?? '')?.[0].trim() ?? '';
      if (sent === '') return NO_SENDER;
      const [, product, version] = PRODUCT.exec(sent) ?? [];
      if (product === undefined) return ODD_SENDER;
      const common = KNOWN_PRODUCTS.some((pattern) => pattern.test(product));
      if (!common && (!known || masked(product) !== product)) return ODD_SENDER;
      return version === undefined ? product : `${product}/${version}`;
    },
  };
}
